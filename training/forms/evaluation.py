"""A supervisor's periodic evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.models import Evaluation


class EvaluationForm(Form):
    """What follows, and on which day it was judged: the officer, never a case."""

    outcome = forms.ChoiceField(
        label=_("What follows"),
        choices=Evaluation.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what follows from the evaluation.")},
    )
    evaluated_on = DayField(label=_("Day of the evaluation"))

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Sign the evaluation"), cancel=cancel)
