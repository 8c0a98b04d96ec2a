"""Agreements, their forms, and the acts done to them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.ask import do_each
from accounts.admin.reference import ReferenceAdmin
from accounts.admin.viewed import EditableAdmin, ViewedAdmin, ViewedInline, viewer_of
from accounts.permissions import Permission
from accounts.plain_words import PlainWords
from accounts.refusal import Refused
from agencies.models import Agreement, AgreementAct, FormRevision
from agencies.services.form_revision import confirm_form, reasons_against_form


@admin.register(FormRevision)
class FormRevisionAdmin(ReferenceAdmin):
    """Revisions of ICE's form."""

    columns = ("code", "title", "for_models", "source", "valid_from", "valid_to")
    recognized_by = ("code",)

    list_display = ("code", "title", "for_models", "valid_from", "valid_to")
    list_filter = (("source", admin.EmptyFieldListFilter),)
    date_hierarchy = "valid_from"
    search = ("code__istartswith", "title__istartswith")
    search_help_text = gettext_lazy("The beginning of a code or a title.")
    ordering = ("valid_from", "code")


class AgreementActInline(ViewedInline):
    """What was done to an agreement so far."""

    model = AgreementAct
    fields = readonly_fields = (
        "effective_on", "kind", "extends_to", "evidence", "recorded_by", "recorded_at",
    )  # fmt: skip
    ordering = ("effective_on", "id")


class AgreementForm(PlainWords, forms.ModelForm):
    """An agreement's links and its expiry, which moves by an act alone once officers take part."""

    def clean_expires_on(self) -> date:
        """As it was, once officers take part: authority ends, and goes on, by an act."""
        expires_on: date = self.cleaned_data["expires_on"]
        agreement = self.instance
        was = Agreement.objects.filter(pk=agreement.pk).values_list("expires_on", flat=True).first()
        if was and expires_on != was and agreement.participations.exists():
            raise forms.ValidationError(
                _(
                    "Officers take part until the day that stood here. An agreement that ends"
                    " earlier is ended by an act, and one that goes on is extended by an addendum:"
                    " record the act, which reaches the officers too."
                )
            )
        return expires_on

    def clean_signed_on(self) -> date:
        """A day that has come."""
        signed_on: date = self.cleaned_data["signed_on"]
        if signed_on > timezone.localdate():
            raise forms.ValidationError(_("The signing date lies in the future."))
        return signed_on

    def clean(self) -> dict[str, Any]:
        """A form of the model that was there on the day."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        form, signed_on = given.get("form_revision"), given.get("signed_on")
        if form is not None and signed_on is not None and given.get("model"):
            for reason in reasons_against_form(given["model"], signed_on, form):
                self.add_error(reason.field, reason.text)
        return given


@admin.register(Agreement)
class AgreementAdmin(EditableAdmin):
    """Agreements: their links and dates are kept here, what happens to them is an act."""

    form = AgreementForm
    list_display = (
        "agency", "code_of_model", "signed_on", "form_revision", "how_known", "expires_on",
    )  # fmt: skip
    list_filter = ("model", "form_inferred", "form_revision", "agency__state")
    date_hierarchy = "signed_on"
    search = ("agency__name_key__begins", "agency__ori__iexact")
    search_help_text = gettext_lazy("The beginning of an agency's name, or its whole ORI.")
    follows = ("agency",)
    inlines = (AgreementActInline,)
    actions = ("confirm_inferred_form", "record_act")
    fields = (
        "agency", "model", "signed_on", "form_revision", "form_inferred", "expires_on",
        "moa_url", "addendum_url",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("model"))
    def code_of_model(self, agreement: Agreement) -> str:
        """The model as everybody writes it: JEM."""
        return agreement.model

    @admin.display(description=gettext_lazy("form is"))
    def how_known(self, agreement: Agreement) -> str:
        """Whether anybody has seen the document; a red cross would say that something is wrong."""
        if agreement.form_revision_id is None:
            return _("unknown")
        return _("inferred") if agreement.form_inferred else _("confirmed")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What an agreement is does not change; its form is confirmed by an action."""
        del request
        fixed = ("agency", "model", "signed_on", "form_revision") if obj else ()
        return (*fixed, "form_inferred")

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer keeps agreements."""
        return viewer_of(request).may(Permission.MANAGE_AGREEMENTS)

    @admin.action(
        description=gettext_lazy("Confirm the form that was inferred"), permissions=["manage"]
    )
    def confirm_inferred_form(self, request: HttpRequest, rows: QuerySet[Agreement]) -> None:
        """Confirm each form as it was inferred, after a look at the documents."""

        def confirm(agreement: Agreement) -> None:
            if agreement.form_revision is None:
                raise Refused(_("no form was inferred; choose one on the agreement's page."))
            confirm_form(viewer_of(request), agreement, agreement.form_revision)

        do_each(request, rows.select_related("form_revision"), confirm, _("form confirmed"))

    @admin.action(description=gettext_lazy("Record an act"), permissions=["manage"])
    def record_act(self, request: HttpRequest, rows: QuerySet[Agreement]) -> HttpResponse | None:
        """Go on to the page where acts are recorded, with everything that an act entails."""
        chosen = list(rows[:2])
        if len(chosen) != 1:
            messages.error(request, _("Tick one agreement: an act is done to one."))
            return None
        return HttpResponseRedirect(reverse("agreement-act-add", args=[chosen[0].uuid]))


@admin.register(AgreementAct)
class AgreementActAdmin(ViewedAdmin):
    """Acts on agreements."""

    list_display = ("agreement", "kind", "effective_on", "evidence", "recorded_by", "recorded_at")
    list_filter = ("kind",)
    date_hierarchy = "effective_on"
    search = ("agency__name_key__begins",)
    search_help_text = gettext_lazy("The beginning of an agency's name.")
