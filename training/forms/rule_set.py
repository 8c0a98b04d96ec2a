"""Drafting rules: a requirement that a file would be refused for is refused here, at its key."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from accounts.forms import DayField, Form
from accounts.plain_words import PlainWords
from training.models import Requirement
from training.selectors.rule_set import reasons_against_requirement

# The keys of a rule set file, by the field that shows what is wrong with them.
_FIELDS = {"binding": "is_binding"}


class RequirementForm(PlainWords, forms.ModelForm):
    """One requirement of a draft."""

    class Meta:
        model = Requirement
        fields = (
            "kind",
            "is_binding",
            "soon_days",
            "parameters",
            "clause",
            "section",
            "source",
            "mark",
        )
        widgets = {
            "clause": forms.Textarea(attrs={"rows": 4, "cols": 40}),
            "source": forms.Textarea(attrs={"rows": 4, "cols": 30}),
            "parameters": forms.Textarea(attrs={"rows": 4, "cols": 40}),
        }

    def clean(self) -> dict[str, Any]:
        """The checks of the files; what the fields refuse themselves is not said twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "kind" not in cleaned:
            return cleaned
        wanted = {name: cleaned[name] for name in self.Meta.fields if name in cleaned}
        wanted["parameters"] = wanted.get("parameters") or {}
        row = Requirement(**wanted)
        for reason in reasons_against_requirement(row, self.instance.rule_set):
            key = reason.field.split(",")[0]
            field = _FIELDS.get(key, key)
            if field in cleaned:
                self.add_error(field if field in self.fields else None, reason.text)
        return cleaned


class DraftForm(Form):
    """From when the next version judges nominations."""

    valid_from = DayField(
        label=_("In force from"),
        widget=AdminDateWidget,
        help_text=_("Nominations from this day on are judged by the new version."),
    )
