"""Asking for a waiver, and deciding on one."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.kinds import Kind
from training.models import Waiver
from training.selectors.requirements import RequirementOn


class WaiverForm(Form):
    """Which requirement, why, by which document, and for how long."""

    kind = forms.TypedChoiceField(
        label=_("Requirement"),
        coerce=lambda value: Kind(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the requirement.")},
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=Waiver.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    evidence = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("Its number and date. Nothing about persons."),
        error_messages={"required": _("Name the document: its number and date.")},
    )
    valid_from = DayField(
        label=_("Waived from"),
        error_messages={"required": _("Enter the first day.")},
    )
    valid_to = DayField(
        label=_("Until"),
        help_text=_("On this day the requirement is asked again. At most 12 months later."),
        error_messages={"required": _("Enter the day on which it ends.")},
    )

    def __init__(
        self, *args: Any, requirements: list[RequirementOn], cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(int(r.kind), _told(r)) for r in requirements]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
        self.helper = FormHelper(submit=_("Ask for the waiver"), cancel=cancel)


class WaiverDecisionForm(Form):
    """Approve or refuse."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Waiver.Decision.APPROVED, _("Approve the waiver")),
            (Waiver.Decision.REFUSED, _("Refuse it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose approve or refuse.")},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Sign the decision"), cancel=cancel)


def _told(requirement: RequirementOn) -> str:
    return format_html(
        '{}<span class="usa-radio__label-description">{}. {}</span>',
        requirement.heading,
        requirement.state.label,
        requirement.reason,
    )
