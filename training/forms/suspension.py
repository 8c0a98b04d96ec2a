"""Suspending an officer: why, as a code, and from which day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.models import Suspension


class SuspensionForm(Form):
    """The coded reason and the first day without authority."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=Suspension.Reason.choices,
        widget=forms.RadioSelect,
        help_text=_("Only the code is kept; no narrative, and nothing about other persons."),
        error_messages={"required": _("Choose why the officer is suspended.")},
    )
    valid_from = DayField(
        label=_("Suspended from"),
        help_text=_("The first day on which the officer may not act."),
        error_messages={"required": _("Enter the day.")},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Suspend the officer"), cancel=cancel)
