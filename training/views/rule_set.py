"""Rules, as everybody may read them: by form, and one version with every requirement."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from training.selectors.rule_set import requirements_shown, rule_sets, rules_by_form, versions


@needs(Permission.VIEW)
def rule_set_list(request: AccessRequest) -> HttpResponse:
    """Every form revision with the version of its rules that is in force."""
    viewer = request.viewer
    context = {
        "forms": rules_by_form(viewer, viewer.today),
        "may_publish": viewer.may(Permission.PUBLISH_RULES),
    }
    return render(request, "training/rule_sets.html", context)


@needs(Permission.VIEW)
def rule_set_page(request: AccessRequest, uuid: UUID) -> HttpResponse:
    """One version: each requirement with its clause, where that was read, and its figures."""
    viewer = request.viewer
    rule_set = get_object_or_404(rule_sets(viewer), uuid=uuid)
    shown = requirements_shown(rule_set)
    context = {
        "rule_set": rule_set,
        "binding": [r for r in shown if r.requirement.is_binding and not r.is_duty],
        "advisory": [r for r in shown if not r.requirement.is_binding and not r.is_duty],
        "duties": [r for r in shown if r.is_duty],
        "versions": versions(rule_set).filter(pk__in=rule_sets(viewer)),
        "may_publish": viewer.may(Permission.PUBLISH_RULES),
        "is_ahead": rule_set.valid_from > viewer.today,
    }
    return render(request, "training/rule_set.html", context)
