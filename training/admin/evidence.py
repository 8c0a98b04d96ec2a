"""Evidence that is no training record."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import Attestation, Evaluation, Vetting


@admin.register(Attestation)
class AttestationAdmin(ViewedAdmin):
    """The agency's word for something."""

    list_display = ("participation", "kind", "attested_on", "recorded_by", "recorded_at")
    list_filter = ("kind", ("paper", admin.EmptyFieldListFilter))
    date_hierarchy = "attested_on"
    search = ABOUT_OFFICER
    search_help_text = HELP


@admin.register(Vetting)
class VettingAdmin(ViewedAdmin):
    """Results of background investigations."""

    list_display = ("participation", "result", "checked_on", "recorded_by", "recorded_at")
    list_filter = ("result", ("paper", admin.EmptyFieldListFilter))
    date_hierarchy = "checked_on"
    search = ABOUT_OFFICER
    search_help_text = HELP


@admin.register(Evaluation)
class EvaluationAdmin(ViewedAdmin):
    """Supervisors' evaluations."""

    list_display = ("participation", "outcome", "evaluated_on", "evaluated_by", "recorded_at")
    list_filter = ("outcome",)
    date_hierarchy = "evaluated_on"
    search = ABOUT_OFFICER
    search_help_text = HELP
