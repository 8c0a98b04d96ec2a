"""The result of vetting: a word and a day, nothing else."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.models import Vetting


class VettingForm(Form):
    """Approved or not, and when ICE decided."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=Vetting.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose approved or not approved.")},
    )
    checked_on = DayField(label=_("Day of the result"), help_text=_("As on ICE’s decision."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Record the result"), cancel=reverse("vetting-queue"))
