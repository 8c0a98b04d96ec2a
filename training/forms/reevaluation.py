"""Preparing a re-evaluation."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from training.models import Reevaluation, RuleSet
from training.selectors.reevaluation import rules_to_judge_by


class RuleSetChoice(forms.ModelChoiceField):
    """Rules by form, model, version and first day."""

    def label_from_instance(self, obj: RuleSet) -> str:
        """The version as it stands in the list."""
        return _("%(form)s, %(model)s, version %(version)s") % {
            "form": obj.form_revision.code,
            "model": obj.model,
            "version": obj.version,
        }


class ReevaluationForm(Form):
    """By which rules, from when, under what name and why."""

    rule_set = RuleSetChoice(
        RuleSet.objects.none(),
        to_field_name="uuid",
        label=_("Judge by"),
        empty_label=_("Choose a version"),
        help_text=_("Published rules. Officers under the same form and model are judged anew."),
    )
    effective_on = DayField(
        label=_("From"),
        help_text=_("Today or later. Days before stay judged by the rules of their time."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=Reevaluation._meta.get_field("name").max_length,
        help_text=_("It stands in each officer’s history, as “Refresher every 36 months”."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=Reevaluation._meta.get_field("reason").max_length,
        help_text=_("The letter or decision behind it, with its date."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].queryset = rules_to_judge_by()  # type: ignore[attr-defined]
        self.helper = FormHelper(submit=_("Show who would change"), cancel=reverse("reevaluations"))
