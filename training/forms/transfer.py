"""Transferring an officer: to which agency, from which day, with which badge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from accounts.viewer import Viewer
from agencies.forms.people import one_agency
from agencies.models import Agency


class TransferForm(Form):
    """The receiving agency by the beginning of its name, the day, the new badge and rank."""

    agency = forms.CharField(
        label=_("Receiving agency"),
        help_text=_("Its name, or the beginning of it, and the state."),
        error_messages={"required": _("Enter the agency.")},
    )
    on = DayField(
        label=_("Serves there from"),
        help_text=_("The first day at the new agency, and the first without authority."),
        error_messages={"required": _("Enter the day.")},
    )
    badge_number = forms.CharField(
        label=_("Badge number there"),
        max_length=30,
        error_messages={"required": _("Enter the badge number at the new agency.")},
    )
    rank = forms.CharField(label=_("Rank there"), max_length=60, required=False)

    def __init__(self, *args: Any, viewer: Viewer, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.helper = FormHelper(submit=_("Transfer the officer"), cancel=cancel)

    def clean_agency(self) -> Agency:
        """The one agency of that name."""
        return one_agency(self.viewer, self.cleaned_data["agency"].strip())
