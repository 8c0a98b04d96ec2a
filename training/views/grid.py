"""What both grids do: save one cell after the other, and answer for each.

Every cell is a write of its own: a refused one leaves the others saved, and keeps what was typed.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from training.forms.grid import Answer
from training.selectors.class_records import ClassRecord, ClassRecords

Answers = dict[str, Answer]


def save_cell(
    typed: str, *, now: str, was: str | None, problems: list[str], write: Callable[[], object]
) -> Answer | None:
    """Save what was typed into one cell; None where nobody changed it.

    `now` stands in the record, `was` stood on the page. A value that changed in between is not
    overwritten unseen.
    """
    if typed == (now if was is None else was):
        return None
    if typed == now:
        return Answer(now)
    if was is not None and was != now:
        words = _("Meanwhile %(now)s was recorded here. Enter yours again to replace it.")
        return Answer(typed, (words % {"now": now or _("nothing")},), now)
    if problems:
        return Answer(typed, tuple(problems))
    try:
        write()
    except Refused as refused:
        return Answer(typed, tuple(reason.text for reason in refused.reasons))
    return Answer(typed)


def wants_json(request: HttpRequest) -> bool:
    """Whether the grid's script asks, not the plain form."""
    return request.headers.get("Accept", "") == "application/json"


def saved_at() -> str:
    """The time of day in the viewer's zone."""
    return date_format(timezone.localtime(), "H:i")


def in_words(answers: Answers) -> tuple[int, int]:
    """How many cells were saved, and how many refused."""
    saved = sum(answer.is_saved for answer in answers.values())
    return saved, len(answers) - saved


def grid_answer(
    records: ClassRecords,
    answers: Answers,
    row_parts: Callable[[ClassRecord], dict[str, Any]],
) -> HttpResponse:
    """The answer to the script: each cell, the rows it belongs to, and the line on top."""
    touched = {name.split("_")[1] for name in answers}
    rows: dict[str, Any] = {
        str(record.enrollment.uuid): row_parts(record)
        for record in records.records
        if str(record.enrollment.uuid) in touched
    }
    return JsonResponse(
        {
            "cells": {
                name: {"value": answer.value, "reasons": answer.reasons, "now": answer.now}
                for name, answer in answers.items()
            },
            "rows": rows,
            "answer": render_to_string("training/class_answer.html", {"records": records}),
            "send": records.send_in_words if records.ready else "",
            "saved_at": saved_at(),
        },
        status=200 if all(answer.is_saved for answer in answers.values()) else 422,
    )


def result_of(record: ClassRecord) -> str:
    """The last column of a row."""
    return render_to_string("training/class_result.html", {"record": record})
