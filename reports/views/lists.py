"""What the list pages share: filters from the address, one page of rows, links that keep both."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from accounts.keyset import Page
from reports.forms.lists import ListForm
from reports.selectors.compliance import JUDGED


def listing(form: ListForm, page: Page, size: int) -> dict[str, Any]:
    """The context of a list: rows, chips with the address without each, the next page."""
    return {
        "form": form,
        "page": page,
        "rows": page.rows,
        "size": size,
        "day": form.day,
        "is_today": form.is_today,
        "known_day": form.known_day,
        "day_query": urlencode(form.day_query),
        "chips": [
            {"words": words, "without": address(form, drop=name)} for name, words in form.chips_on()
        ],
        "next_url": address(form, after=page.after) if page.after else "",
        "first_url": "" if page.is_first else address(form),
        "csv_url": address(form, format="csv"),
        "json_url": address(form, format="json"),
        "known_url": address(form, drop="known"),
        "today_url": address(form, drop="on"),
        "by_name_url": address(form, drop="sort", sort="name"),
        "by_compliance_url": address(form, drop="sort"),
    }


def state_urls(path: str, **query: str) -> dict[str, str]:
    """The list of officers narrowed to each state of compliance, for the legend of a bar."""
    return {
        str(state): f"{path}?{urlencode(query | {'compliance': str(state)})}" for state in JUDGED
    }


def due_windows(due: Mapping[int, int], query: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """What falls due within each number of days, with the address of the report of the same rows.

    `query` narrows the report to them; None where it cannot, and then there is no address.
    """
    path = reverse("report", args=["falling-due"])
    return [
        {
            "days": days,
            "number": number,
            "url": ""
            if query is None
            else f"{path}?{urlencode({'days': str(days)} | dict(query))}",
        }
        for days, number in due.items()
    ]


def with_day(url: str, form: ListForm) -> str:
    """The address of something else on the day that this page is about."""
    query = urlencode(form.day_query)
    return f"{url}{'&' if '?' in url else '?'}{query}" if url and query else url


def address(form: ListForm, drop: str = "", **extra: str) -> str:
    """The query of this page, with something taken off or added."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in form.query.items() if name != drop})
    query.update(extra)
    return f"?{query.urlencode()}"
