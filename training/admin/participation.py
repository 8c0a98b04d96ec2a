"""Participations and the acts on them; vetting and enrolling are actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.ask import MOST, ask, do_each, is_answer
from accounts.admin.viewed import ViewedAdmin, ViewedInline, viewer_of
from accounts.forms import DayField, Form
from accounts.permissions import Permission
from accounts.refusal import Refused
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import Enrollment, Participation, ParticipationAct, TrainingClass, Vetting
from training.services.enrollment import enroll
from training.services.vetting import record_vetting


class VettingForm(Form):
    """The result of the background investigation, and its day."""

    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=Vetting.Result.choices)
    checked_on = DayField(label=gettext_lazy("Day of the result"), widget=AdminDateWidget)


class EnrollmentForm(Form):
    """The class that the officers will sit in."""

    training_class = forms.ModelChoiceField(
        TrainingClass.objects.filter(canceled_on=None),
        label=gettext_lazy("Class"),
        widget=AutocompleteSelect(Enrollment._meta.get_field("training_class"), admin.site),
    )


class ParticipationActInline(ViewedInline):
    """What was done so far."""

    model = ParticipationAct
    fields = readonly_fields = (
        "effective_on", "kind", "detail", "recorded_by", "recorded_at", "superseded_because",
    )  # fmt: skip
    ordering = ("effective_on", "id")


@admin.register(Participation)
class ParticipationAdmin(ViewedAdmin):
    """One officer under one agreement, found by the beginning of the name."""

    list_display = ("officer", "agency", "model", "step")
    list_filter = ("model", "step", "agency__state")
    search = ("officer__name_key__begins", "appointment__badge_number")
    search_help_text = HELP
    follows = ("officer",)
    inlines = (ParticipationActInline,)
    actions = ("record_the_vetting", "enroll_in_a_class")

    def has_vet_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer records vetting."""
        return viewer_of(request).may(Permission.VET)

    def has_enroll_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer enrolls officers."""
        return viewer_of(request).may(Permission.ENROLL)

    @admin.action(description=gettext_lazy("Record the result of vetting"), permissions=["vet"])
    def record_the_vetting(
        self, request: HttpRequest, rows: QuerySet[Participation]
    ) -> HttpResponse | None:
        """Ask for result and day, then record them for each."""
        rows = rows.select_related("officer")
        form = VettingForm(request.POST if is_answer(request) else None)
        if not form.is_valid():
            return ask(self, request, rows, form, _("Record the result of vetting"))
        values = form.cleaned_data
        viewer = viewer_of(request)
        do_each(request, rows, lambda row: record_vetting(viewer, row, **values), _("vetted"))
        return None

    @admin.action(description=gettext_lazy("Enroll in a class"), permissions=["enroll"])
    def enroll_in_a_class(
        self, request: HttpRequest, rows: QuerySet[Participation]
    ) -> HttpResponse | None:
        """Ask for the class, then enroll all of them or none."""
        rows = rows.select_related("officer")
        form = EnrollmentForm(request.POST if is_answer(request) else None)
        if form.is_valid():
            try:
                enrolled = enroll(
                    viewer_of(request), form.cleaned_data["training_class"], list(rows[:MOST])
                )
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, reason.text)
            else:
                count = len(enrolled)
                self.message_user(request, _("Officers enrolled: %d.") % count)
                return None
        return ask(self, request, rows, form, _("Enroll in a class"))


@admin.register(ParticipationAct)
class ParticipationActAdmin(ViewedAdmin):
    """Acts on participations, the latest recorded first."""

    list_display: tuple[Any, ...] = (
        "participation", "kind", "effective_on", "detail", "recorded_by", "recorded_at",
    )  # fmt: skip
    list_filter = ("kind", ("superseded_at", admin.EmptyFieldListFilter))
    date_hierarchy = "effective_on"
    search = ABOUT_OFFICER
    search_help_text = HELP
