"""Revoking an officer's authority: the signed letter and its day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form


class RevocationForm(Form):
    """The number of the signed letter, and the first day without authority."""

    letter = forms.CharField(
        label=_("Number of the signed letter"),
        max_length=80,
        help_text=_("The letter of revocation that you signed."),
        error_messages={"required": _("Enter the number of the signed letter.")},
    )
    on = DayField(
        label=_("Revoked from"),
        help_text=_("The first day on which the officer may not act."),
        error_messages={"required": _("Enter the day.")},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Revoke the authority"), cancel=cancel)
