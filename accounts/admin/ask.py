"""Actions that call services, one by one, with every refusal in words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plain_words import PlainWords
from accounts.refusal import Refused

# More rows than these are work for an import, not for ticks.
MOST = 200
ACTION_CHECKBOX = ACTION_CHECKBOX_NAME


def do_each(
    request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], object], done: str
) -> None:
    """Call a service for each row; what is refused is said, and does not stop the others."""
    count = 0
    for row in rows[:MOST]:
        try:
            with transaction.atomic():
                act(row)
        except Refused as refused:
            messages.error(request, f"{row}: {refused}")
        else:
            count += 1
    if count:
        words = ngettext("%(count)d row: %(done)s.", "%(count)d rows: %(done)s.", count)
        messages.success(request, words % {"count": count, "done": done})


def ask(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    rows: QuerySet[Any],
    form: forms.Form,
    title: str,
) -> HttpResponse:
    """The page between an action and its service: what is selected, and what is asked of it."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "form": form,
        "media": model_admin.media + form.media,
        "rows": list(rows[:MOST]),
        "checkbox": ACTION_CHECKBOX,
        "action": request.POST.get("action", ""),
        "note": _("Nothing is written before you confirm."),
    }
    return TemplateResponse(request, "admin/ask.html", context)


def is_answer(request: HttpRequest) -> bool:
    """Whether the page between has been sent."""
    return request.POST.get("asked") == "yes"


class ServiceForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    """A form whose row a service writes: its refusals stand at their fields.

    `serve` is called once, when the fields are valid, and returns the row.
    """

    viewer: Any = None

    def serve(self) -> models.Model:
        """Call the service with the cleaned values."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.serve()
        except Refused as refused:
            for reason in refused.reasons:
                self.add_error(reason.field if reason.field in self.fields else None, reason.text)

    def save(self, commit: bool = True) -> Any:  # noqa: ARG002 - the service has written
        """The row that the service wrote."""
        self.save_m2m = lambda: None  # type: ignore[method-assign]
        return self.instance
