"""What the agency attests of an officer who takes part, and from which day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.kinds import Kind


class AttestationForm(Form):
    """One thing that the form asks, and its day."""

    attested_on = DayField(
        label=_("Attested on"),
        error_messages={"required": _("Enter the day of the attestation.")},
    )

    def __init__(self, *args: Any, kinds: list[Kind], cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = forms.TypedChoiceField(
            label=_("The agency attests"),
            choices=[(kind.value, kind.label) for kind in kinds],
            coerce=lambda value: Kind(int(value)),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what the agency attests.")},
        )
        self.fields = {"kind": kind, **self.fields}
        if Kind.ANNUAL_TRAINING in kinds:
            words = _("For annual training: the day on which it was completed.")
            self.fields["attested_on"].help_text = words
        self.helper = FormHelper(submit=_("Record the attestation"), cancel=cancel)
