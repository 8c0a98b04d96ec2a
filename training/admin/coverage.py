"""Coverage, rule assignments, flags, and the standing that follows from them."""

from django.contrib import admin

from accounts.admin.viewed import ViewedAdmin
from training.models import Coverage, Flag, RuleAssignment, Standing


@admin.register(RuleAssignment)
class RuleAssignmentAdmin(ViewedAdmin):
    """Which rules judge whom, from when."""

    list_display = ("participation", "rule_set", "valid_from", "valid_to", "superseded_because")
    search = ("participation__officer__name_key__begins",)
    follows = ("rule_set__form_revision",)


@admin.register(Coverage)
class CoverageAdmin(ViewedAdmin):
    """What is met from when to when."""

    list_display = (
        "participation", "kind", "valid_from", "valid_to", "evidence_kind", "superseded_because",
    )  # fmt: skip
    search = ("participation__officer__name_key__begins",)


@admin.register(Flag)
class FlagAdmin(ViewedAdmin):
    """Records that contradict each other."""

    list_display = ("participation", "code", "affected_from", "disposed_at", "disposed_by")
    list_filter = ("code",)
    search = ("participation__officer__name_key__begins",)


@admin.register(Standing)
class StandingAdmin(ViewedAdmin):
    """What coverage adds up to: derived by the database, edited by nobody."""

    list_display = ("participation", "status", "grade", "valid_from", "valid_to", "may_act")
    list_filter = ("model",)
    search = ("participation__officer__name_key__begins",)
