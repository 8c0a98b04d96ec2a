"""Recording that a duty of the agency was done."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from agencies.models import Agreement
from training.kinds import Kind


class DutyForm(Form):
    """Which duty, on which day, by which document. `kinds`: what this person records."""

    kind = forms.TypedChoiceField(
        label=_("What was done"),
        coerce=lambda value: Kind(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    done_on = DayField(
        label=_("Day"),
        error_messages={"required": _("Enter the day on which it was done.")},
    )
    evidence = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("Minutes, a list or a photo: its number and date. Nothing about persons."),
        error_messages={"required": _("Name the document: its number and date.")},
    )

    def __init__(self, *args: Any, agreement: Agreement, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]
        self.helper = FormHelper(
            submit=_("Record it"), cancel=reverse("agreement", args=[agreement.uuid])
        )
