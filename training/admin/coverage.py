"""Coverage, rule assignments, flags, and the standing that follows from them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.admin.search import ABOUT_OFFICER, HELP
from training.models import Coverage, Flag, RuleAssignment, Standing

_STILL = ("superseded_at", admin.EmptyFieldListFilter)


@admin.register(RuleAssignment)
class RuleAssignmentAdmin(ViewedAdmin):
    """Which rules judge whom, from when."""

    list_display = ("participation", "rule_set", "valid_from", "valid_to", "superseded_because")
    list_filter = ("rule_set__model", _STILL)
    date_hierarchy = "valid_from"
    search = (*ABOUT_OFFICER, "rule_set__form_revision__code")
    search_help_text = gettext_lazy(
        "The beginning of an officer's name, a whole badge number or the whole code of a form."
    )
    follows = ("rule_set__form_revision",)


@admin.register(Coverage)
class CoverageAdmin(ViewedAdmin):
    """What is met from when to when."""

    list_display = (
        "participation", "kind", "valid_from", "valid_to", "evidence_kind", "superseded_because",
    )  # fmt: skip
    list_filter = ("kind", "evidence_kind", _STILL)
    date_hierarchy = "valid_from"
    search = ABOUT_OFFICER
    search_help_text = HELP


@admin.register(Flag)
class FlagAdmin(ViewedAdmin):
    """Records that contradict each other."""

    list_display = ("participation", "code", "affected_from", "disposed_at", "disposed_by")
    list_filter = (("disposed_at", admin.EmptyFieldListFilter), "disposition", "code")
    date_hierarchy = "recorded_at"
    search = ABOUT_OFFICER
    search_help_text = HELP


@admin.register(Standing)
class StandingAdmin(ViewedAdmin):
    """What coverage adds up to: derived by the database, edited by nobody."""

    list_display = ("participation", "status", "grade", "valid_from", "valid_to", "may_act")
    list_filter = ("model", "may_act", "status", "grade", "state")
    date_hierarchy = "valid_from"
    search = ABOUT_OFFICER
    search_help_text = HELP
