"""Twelve months of coverage: one row a requirement, its periods cut at today."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from g287.charts import NO_END, Segment, Table, Track, read

_OF_ADVICE = {"past": "advice", "ahead": "advice", "not-met": "advice-open"}


def row_drawn(row: Any, track: Track, today: date) -> dict[str, Any]:
    """One requirement: its periods cut at today, past darker than ahead."""
    segments = []
    for period in read(row, "periods"):
        start, end = read(period, "start"), read(period, "end") or NO_END
        if end <= track.start or start >= track.end:
            continue
        label = read(period, "label", "") or ""
        if read(period, "waived", False):
            segments.append(_segment("waived", start, end, track, label))
            continue
        if not read(period, "met", True):
            segments.append(_segment("not-met", start, end, track, label))
            continue
        if start < today < end:
            segments.append(_segment("past", start, today, track, ""))
            segments.append(_segment("ahead", today, end, track, label))
        else:
            segments.append(_segment("past" if end <= today else "ahead", start, end, track, label))
    last = max((segment.end for segment in segments), default=0.0)
    advisory = bool(read(row, "advisory", False))
    if advisory:
        # Apart from what binds: hatched where it is followed, gray and not red where it is not.
        segments = [replace(s, state=_OF_ADVICE.get(s.state, s.state)) for s in segments]
    return {
        "label": label_of(row),
        "segments": segments,
        "note": read(row, "note", "") or "",
        "note_x": last,
        "note_is_bad": bool(segments and segments[-1].state == "not-met"),
    }


def label_of(row: Any) -> str:
    """What the row is about, and whether it is advice."""
    label = str(read(row, "label"))
    if not read(row, "advisory", False):
        return label
    return gettext("%(what)s, advice") % {"what": label}


def key_of(rows: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The fills that the drawn rows use, each with what it means."""
    used = {segment.state for row in rows for segment in row["segments"]}
    words = {
        "past": gettext("Met"),
        "ahead": gettext("Met, still ahead"),
        "not-met": gettext("Not met"),
        "waived": gettext("Waived"),
        "advice": gettext("Advice that is followed"),
        "advice-open": gettext("Advice not followed: lowers nothing"),
    }
    return [{"state": state, "label": label} for state, label in words.items() if state in used]


def in_words(row: dict[str, Any]) -> str:
    """A drawn row as it is read out: "Refresher, not met, 16 days, until 8 Nov"."""
    labels = [segment.label for segment in row["segments"] if segment.label]
    return ", ".join(filter(None, [row["label"], row["note"], *labels]))


def as_table(rows: Iterable[Any]) -> Table:
    """Every period with its days."""
    return Table(
        [gettext("Requirement"), gettext("From"), gettext("Until"), gettext("Met")],
        [
            [
                label_of(row),
                read(period, "start"),
                read(period, "end") or NO_END,
                _met(period),
            ]
            for row in rows
            for period in read(row, "periods")
        ],
    )


def _met(period: Any) -> str:
    if read(period, "waived", False):
        return gettext("waived")
    return gettext("yes") if read(period, "met", True) else gettext("no")


def _segment(state: str, start: date, end: date, track: Track, label: str) -> Segment:
    x = track.at(start)
    return Segment(state, x, round(track.at(end) - x, 2), label)
