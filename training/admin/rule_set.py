"""Rule sets and their requirements: drafted, compared, proposed and approved, then kept."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import EditableAdmin, ViewedAdmin, ViewedInline, viewer_of
from accounts.gate import needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from training.forms.rule_set import DraftForm, RequirementForm
from training.models import Requirement, RuleSet
from training.selectors.rule_set import digest_of, in_force, reasons_against
from training.selectors.rule_set_comparison import Change, compared
from training.services.rule_set import approve, discard, draft_from, propose, take_back


class RequirementInline(ViewedInline):
    """What a rule set demands."""

    model = Requirement
    form = RequirementForm
    template = "admin/edit_inline/stacked.html"
    editable = True
    deletable = True
    ordering = ("kind",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules that are proposed or published are kept as they are."""
        return super().has_add_permission(request, obj) and not _kept(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules that are proposed or published are kept as they are."""
        return super().has_change_permission(request, obj) and not _kept(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules that are proposed or published are kept as they are."""
        return super().has_delete_permission(request, obj) and not _kept(obj)


def _kept(rule_set: RuleSet | None) -> bool:
    return rule_set is not None and bool(rule_set.published_at or rule_set.proposed_at)


@admin.register(RuleSet)
class RuleSetAdmin(EditableAdmin):
    """Rule sets. Drafting, proposing, approving and discarding are acts with a page each."""

    list_display = (
        "form_revision", "model", "version", "valid_from", "proposed_by", "published_at",
    )  # fmt: skip
    list_filter = ("model", ("published_at", admin.EmptyFieldListFilter))
    date_hierarchy = "valid_from"
    search = ("form_revision__code__istartswith",)
    search_help_text = gettext_lazy("The beginning of a form's code.")
    ordering = ("form_revision__code", "model", "version")
    follows = ("form_revision",)
    inlines = (RequirementInline,)
    fields = (
        "form_revision", "model", "version", "valid_from", "proposed_by", "published_by",
        "published_at",
    )  # fmt: skip
    readonly_fields = ("proposed_by", "published_by", "published_at")
    change_form_template = "admin/training/rule_set.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For a form that has no rules yet; a next version is drafted from the last one."""
        may = viewer_of(request).may(Permission.PUBLISH_RULES)
        return may and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules that are proposed or published are kept as they are."""
        may = viewer_of(request).may(Permission.PUBLISH_RULES)
        return may and super().has_change_permission(request, obj) and not _kept(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A draft stays one of its form, in its version."""
        fixed = ("form_revision", "model", "version") if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    # --- acts --------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """A page for each act on one rule set."""
        acts = {
            "draft": self.draft_view,
            "compare": self.compare_view,
            "take-back": self.take_back_view,
            "discard": self.discard_view,
        }
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"training_ruleset_{name.replace('-', '_')}",
            )
            for name, view in acts.items()
        ]
        return [*own, *super().get_urls()]

    @needs(Permission.PUBLISH_RULES)
    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy a version into the draft of the next one."""
        rule_set = self._asked(pk)
        form = DraftForm(request.POST or None)
        if form.is_valid():
            try:
                draft = draft_from(viewer_of(request), rule_set, **form.cleaned_data)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(
                        reason.field if reason.field in form.fields else None, reason.text
                    )
            else:
                messages.success(request, _("%s is drafted. Change what differs.") % draft)
                return _to(draft)
        context = {
            "form": form,
            "note": _("All requirements are copied. Nobody is judged by a draft."),
            "button": _("Draft it"),
        }
        title = _("Draft the next version of %s") % rule_set
        return self._page(request, "act", rule_set, title, context)

    @needs(Permission.PUBLISH_RULES)
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What differs from the rules in force; to propose it, or to approve it."""
        rule_set, viewer = self._asked(pk), viewer_of(request)
        if rule_set.published_at is not None:
            raise Http404
        against: list[Any] = list(reasons_against(rule_set, viewer.today))
        is_proposed = rule_set.proposed_at is not None
        if request.method == "POST":
            try:
                if is_proposed:
                    approve(viewer, rule_set, digest=request.POST.get("digest", ""))
                    words = _("Published: %s. Nothing that was issued has moved.")
                else:
                    propose(viewer, rule_set)
                    words = _("Proposed: %s. Another program manager has to approve it.")
            except Refused as refused:
                against = list(refused.reasons)
            else:
                messages.success(request, words % rule_set)
                return _to(rule_set)
        before = in_force(rule_set, viewer.today)
        found = compared(rule_set, before)
        context = {
            "before": before,
            "differing": [c for c in found if c.change is not Change.SAME],
            "same": [c for c in found if c.change is Change.SAME],
            "against": against,
            "digest": digest_of(rule_set),
            "is_proposer": is_proposed and rule_set.proposed_by_id == viewer.user_id,
        }
        title = _("Compare %s with the rules in force") % rule_set
        return self._page(request, "compare", rule_set, title, context)

    @needs(Permission.PUBLISH_RULES)
    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a proposal back, to change the draft."""
        return self._ask(
            request,
            pk,
            take_back,
            title=_("Take the proposal of %s back"),
            note=_("The draft can be changed again, and has to be proposed again."),
            done=_("%s is a draft again."),
        )

    @needs(Permission.PUBLISH_RULES)
    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete a draft."""
        return self._ask(
            request,
            pk,
            discard,
            title=_("Discard %s"),
            note=_("The draft is deleted. It judges nobody; its history stays."),
            done=_("%s is discarded."),
        )

    def _ask(
        self,
        request: HttpRequest,
        pk: int,
        act: Callable[..., RuleSet | None],
        *,
        title: str,
        note: str,
        done: str,
    ) -> HttpResponse:
        rule_set = self._asked(pk)
        form = forms.Form(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            try:
                act(viewer_of(request), rule_set)
            except Refused as refused:
                form.is_valid()
                for reason in refused.reasons:
                    form.add_error(None, reason.text)
            else:
                messages.success(request, done % rule_set)
                return _to(rule_set if act is take_back else None)
        context = {"form": form, "note": note, "button": _("Confirm")}
        return self._page(request, "act", rule_set, title % rule_set, context)

    def _asked(self, pk: int) -> RuleSet:
        rule_set = RuleSet.objects.select_related("form_revision", "proposed_by").filter(pk=pk)
        if (found := rule_set.first()) is None:
            raise Http404
        return found

    def _page(
        self,
        request: HttpRequest,
        name: str,
        rule_set: RuleSet,
        title: str,
        context: dict[str, Any],
    ) -> TemplateResponse:
        return TemplateResponse(
            request,
            f"admin/training/rule_set_{name}.html",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "subtitle": None,
                "opts": self.opts,
                "original": rule_set,
                "media": self.media,
                **context,
            },
        )


def _to(rule_set: RuleSet | None) -> HttpResponseRedirect:
    if rule_set is None:
        return HttpResponseRedirect(reverse("admin:training_ruleset_changelist"))
    return HttpResponseRedirect(reverse("admin:training_ruleset_change", args=[rule_set.pk]))


@admin.register(Requirement)
class RequirementAdmin(ViewedAdmin):
    """Requirements of all rule sets, to look at; they are changed on the page of their draft."""

    list_display = ("rule_set", "kind", "is_binding", "soon_days", "mark")
    list_filter = ("kind", "is_binding", "mark", "rule_set__model")
    search_help_text = gettext_lazy("The beginning of a form's code.")
    search = ("rule_set__form_revision__code__istartswith",)
    ordering = ("rule_set", "kind")
    follows = ("rule_set__form_revision",)
