"""Nominating an officer: the day, and each attestation that the agreement's form asks."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.kinds import Kind
from training.selectors.nomination import Attested

_WORDS = {
    Kind.CITIZENSHIP: _("I attest that the officer is a United States citizen"),
    Kind.EXPERIENCE: _("I attest the law enforcement experience that the form asks for"),
    Kind.NO_PENDING_DISCIPLINE: _("I attest that no disciplinary action is pending"),
}


class NominationForm(Form):
    """A check box and a day for each attestation; what is not ticked is not attested."""

    on = DayField(label=_("Day of the nomination"))

    def __init__(
        self, *args: Any, attested: list[Attested], day: date, cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.attested = attested
        self.initial["on"] = day
        groups = []
        for item in attested:
            tick, field = f"attest_{item.field}", item.field
            self.fields[tick] = forms.BooleanField(
                label=_WORDS[item.kind],
                required=False,
                help_text=item.requirement.clause if item.requirement else "",
            )
            self.fields[field] = DayField(
                label=_("Attested on"),
                required=item.is_required,
                initial=day,
            )
            groups.append(Fieldset(str(item.kind.label), tick, field))
        self.helper = FormHelper(
            submit=_("Nominate the officer"), cancel=cancel, layout=Layout("on", *groups)
        )

    def clean(self) -> dict[str, Any]:
        """A tick needs its day; a day without a tick attests nothing."""
        cleaned = super().clean() or {}
        for item in self.attested:
            ticked = cleaned.pop(f"attest_{item.field}", False)
            if ticked and not cleaned.get(item.field) and item.field not in self.errors:
                self.add_error(item.field, _t("Enter the day of the attestation."))
            if not ticked:
                cleaned[item.field] = None
                if item.is_required:
                    self.add_error(
                        f"attest_{item.field}", _t("The form asks the agency to attest this.")
                    )
        return cleaned
