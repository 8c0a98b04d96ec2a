"""The field office director's authorization: the letter and its first day."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form


class AuthorizationForm(Form):
    """The number of the signed letter, and the day from which it holds."""

    letter = forms.CharField(
        label=_("Number of the signed letter"),
        max_length=80,
        help_text=_("The authorization letter that you signed."),
    )
    valid_from = DayField(label=_("Authorized from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(
            submit=_("Authorize the officer"), cancel=reverse("authorization-queue")
        )
