"""Evidence that is no training record."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from training.models import Attestation, Evaluation, Vetting


@admin.register(Attestation)
class AttestationAdmin(ViewedAdmin):
    """The agency's word for something."""

    list_display = ("participation", "kind", "attested_on", "recorded_by", "recorded_at")
    list_filter = ("kind",)
    search = ("participation__officer__name_key__begins",)


@admin.register(Vetting)
class VettingAdmin(ViewedAdmin):
    """Results of background investigations."""

    list_display = ("participation", "result", "checked_on", "recorded_by", "recorded_at")
    list_filter = ("result",)
    search = ("participation__officer__name_key__begins",)


@admin.register(Evaluation)
class EvaluationAdmin(ViewedAdmin):
    """Supervisors' evaluations."""

    list_display = ("participation", "outcome", "evaluated_on", "evaluated_by", "recorded_at")
    list_filter = ("outcome",)
    search = ("participation__officer__name_key__begins",)
