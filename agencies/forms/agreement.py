"""Forms about one agreement: recording an act, and confirming the form it is written on."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from agencies.models import Agreement, FormRevision
from agencies.rules.periods import FOREVER
from agencies.states import ActKind


class AgreementActForm(Form):
    """What was done, from which day on, and by which document. `kinds`: what may be chosen."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    effective_on = DayField(
        label=_("Effective on"),
        help_text=_("The day on which it takes effect, by the document."),
        error_messages={"required": _("Enter the day from which it has effect.")},
    )
    extends_to = DayField(
        label=_("New end of the agreement"),
        required=False,
        help_text=_("Where an addendum extends it: the first day that it no longer covers."),
    )
    evidence = forms.CharField(
        label=_("Document"),
        max_length=300,
        help_text=_("A letter's date and number, for example. Nothing about persons."),
        error_messages={"required": _("Name the document: a letter's date and number.")},
    )

    def __init__(
        self, *args: Any, agreement: Agreement, kinds: list[ActKind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
        if agreement.expires_on == FOREVER or ActKind.ADDENDUM not in kinds:
            del self.fields["extends_to"]  # nothing to extend
        self.helper = FormHelper(
            submit=_("Record the act"), cancel=reverse("agreement", args=[agreement.uuid])
        )


class FormConfirmationForm(Form):
    """The form that the document names in its footer."""

    form_revision = forms.ModelChoiceField(
        FormRevision.objects.none(),
        to_field_name="uuid",
        label=_("The document is written on"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the form.")},
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"form_revision": agreement.form_revision})
        super().__init__(*args, **kwargs)
        forms_then = FormRevision.objects.filter(
            for_models__contains=[agreement.model], valid_from__lte=agreement.signed_on
        )
        cast(forms.ModelChoiceField, self.fields["form_revision"]).queryset = forms_then
        self.helper = FormHelper(
            submit=_("Confirm the form"), cancel=reverse("agreement", args=[agreement.uuid])
        )
