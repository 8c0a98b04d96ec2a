"""Enrolling officers in a class, and leaving it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.models import Participation


class EnrollmentForm(Form):
    """The officers ticked in the list, by the UUID of their participation."""

    participations = forms.ModelMultipleChoiceField(
        Participation.objects.none(),
        to_field_name="uuid",
        error_messages={
            "required": _("Tick at least one officer."),
            "invalid_choice": _("One of the officers cannot be enrolled in this class any more."),
            "invalid_pk_value": _("One of the officers is not known."),
        },
    )

    def __init__(self, *args: Any, candidates: QuerySet[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participations"].queryset = candidates  # type: ignore[attr-defined]


class LeavingForm(Form):
    """The day on which an officer left the class."""

    on = DayField(label=_("Last day in the class"))

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Record that the officer left"), cancel=cancel)
