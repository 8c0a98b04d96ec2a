"""Settling records that contradict each other, and narrowing the list of those that do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import Form
from training.models import Flag


class DispositionForm(Form):
    """What was found, and by which document."""

    disposition = forms.ChoiceField(
        label=_("What you found"),
        choices=Flag.Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    evidence = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("Its number and date. Nothing about persons."),
        error_messages={"required": _("Name the document: its number and date.")},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Settle the conflict"), cancel=cancel)


class ConflictFilter(Form):
    """Filters in the address; one that somebody mangled narrows nothing."""

    officer = forms.UUIDField(required=False)
    agency = forms.UUIDField(required=False)

    def value(self, name: str) -> Any:
        """The filter's value, None where there is none."""
        self.is_valid()
        return self.cleaned_data.get(name)
