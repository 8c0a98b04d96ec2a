"""An officer's record: who, the badge, since when."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from agencies.models import Appointment, Officer


class OfficerForm(Form):
    """Adds an officer, or with `officer` and `appointment` corrects one."""

    last_name = forms.CharField(
        label=_("Last name"), max_length=100, error_messages={"required": _("Enter the last name.")}
    )
    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        error_messages={"required": _("Enter the first name.")},
    )
    badge_number = forms.CharField(
        label=_("Badge number"),
        max_length=30,
        error_messages={"required": _("Enter the badge number.")},
    )
    rank = forms.CharField(label=_("Rank"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The one at work. It gives no access; people get that by invitation."),
    )
    hired_on = DayField(
        label=_("At this agency since"),
        help_text=_("The day of hire."),
        error_messages={"required": _("Enter the day of hire.")},
    )
    law_enforcement_since = DayField(
        label=_("In law enforcement since"),
        required=False,
        help_text=_("At any agency. The task force model asks for two years."),
    )

    def __init__(
        self,
        *args: Any,
        officer: Officer | None = None,
        appointment: Appointment | None = None,
        **kwargs: Any,
    ) -> None:
        if officer is not None and appointment is not None:
            kwargs["initial"] = {
                "last_name": officer.last_name,
                "first_name": officer.first_name,
                "badge_number": appointment.badge_number,
                "rank": appointment.rank,
                "email": officer.email,
                "hired_on": appointment.valid_from,
                "law_enforcement_since": officer.law_enforcement_since,
            }
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(
            submit=_("Save the changes") if officer else _("Add the officer"),
            cancel=reverse("officer", args=[officer.uuid]) if officer else reverse("officers"),
            layout=Layout(*self.fields),
        )
