"""The supervisor's decision on a training record."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from training.models.sign_off import ReturnReason

APPROVE, RETURN = "approve", "return"


class DecisionForm(Form):
    """Approve, or return with coded reasons. `digest` is of the record as it was shown.

    `missing` are the reason codes of what the record lacks: they are ticked beforehand.
    """

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Approve")), (RETURN, _("Return to the agency"))],
        error_messages={"required": _("Choose: approve, or return to the agency.")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why"), choices=ReturnReason.choices, required=False
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, missing: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = set(missing)
        self.initial["reasons"] = [value for value in ReturnReason.values if value in codes]
        self.initial["decision"] = RETURN if codes else APPROVE

    def clean(self) -> dict[str, Any]:
        """Reasons belong to a return; one left ticked under an approval says two things."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == RETURN and not cleaned.get("reasons"):
            self.add_error("reasons", _("Choose at least one reason. The agency sees it."))
        return cleaned

    @property
    def chosen_decision(self) -> str:
        """What is ticked now: what was sent, else what the record suggests."""
        return str(self["decision"].value() or "")

    @property
    def chosen_reasons(self) -> list[str]:
        """The reasons ticked now."""
        return list(self["reasons"].value() or [])
