"""Rule sets and their requirements: changed until they are published, then kept."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.viewed import EditableAdmin, ViewedInline
from training.models import Requirement, RuleSet


class RequirementInline(ViewedInline):
    """What a rule set demands."""

    model = Requirement
    editable = True
    deletable = True
    fields = (
        "kind", "is_binding", "soon_days", "parameters", "clause", "section", "source", "mark",
    )  # fmt: skip
    ordering = ("kind",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Published rules are kept as they are."""
        return super().has_add_permission(request, obj) and not _published(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Published rules are kept as they are."""
        return super().has_change_permission(request, obj) and not _published(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Published rules are kept as they are."""
        return super().has_delete_permission(request, obj) and not _published(obj)


def _published(rule_set: RuleSet | None) -> bool:
    return rule_set is not None and rule_set.published_at is not None


@admin.register(RuleSet)
class RuleSetAdmin(EditableAdmin):
    """Rule sets. Publishing is an act of its own, not a date to type in."""

    list_display = ("form_revision", "model", "version", "valid_from", "published_at")
    list_filter = ("model",)
    search = ("form_revision__code__istartswith",)
    ordering = ("form_revision__code", "model", "version")
    follows = ("form_revision",)
    inlines = (RequirementInline,)
    fields = ("form_revision", "model", "version", "valid_from", "published_at")
    readonly_fields = ("published_at",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Published rules are kept as they are."""
        return super().has_change_permission(request, obj) and not _published(obj)


@admin.register(Requirement)
class RequirementAdmin(EditableAdmin):
    """Requirements of all rule sets; those of a published one are read only."""

    list_display = ("rule_set", "kind", "is_binding", "soon_days", "mark")
    list_filter = ("kind", "is_binding", "mark")
    search = ("rule_set__form_revision__code__istartswith",)
    ordering = ("rule_set", "kind")
    follows = ("rule_set__form_revision",)

    def has_change_permission(self, request: HttpRequest, obj: Requirement | None = None) -> bool:
        """Published rules are kept as they are."""
        published = obj is not None and _published(obj.rule_set)
        return super().has_change_permission(request, obj) and not published
