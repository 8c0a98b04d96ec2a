"""Who has access, who supervises, and invitations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.ask import do_each
from accounts.admin.viewed import EditableAdmin, ViewedAdmin, viewer_of
from accounts.permissions import Permission
from accounts.plain_words import PlainWords
from agencies.models import Invitation, Membership, SupervisorAssignment
from agencies.services.invitation import withdraw
from agencies.services.membership import end_membership

_PERSON = ("user__email__begins", "user__name__istartswith")
_HELP = gettext_lazy("The beginning of a person's address or name.")


class MembershipForm(PlainWords, forms.ModelForm):
    """Until when somebody has a role: the rest was said in the invitation that they accepted."""

    viewer: Any = None

    class Meta:
        model = Membership
        fields = ("valid_to",)

    def clean(self) -> dict[str, Any]:
        """Nobody's own."""
        values = super().clean() or {}
        if self.viewer and self.instance.user_id == self.viewer.user_id:
            self.add_error(None, _("Nobody changes their own access. Ask another manager."))
        return values


@admin.register(Membership)
class MembershipAdmin(EditableAdmin):
    """Roles of people, from one day to another. Access begins with an accepted invitation."""

    # Nobody is given access that they did not take up: people are invited.
    addable = False
    form = MembershipForm
    fields = ("user", "role", "agency", "field_office", "valid_from", "valid_to")
    readonly_fields = ("user", "role", "agency", "field_office", "valid_from")
    list_display = ("user", "role", "held_at", "valid_from", "valid_to")
    list_filter = ("role",)
    date_hierarchy = "valid_from"
    search = (*_PERSON, "agency__name_key__begins", "field_office__name__istartswith")
    search_help_text = gettext_lazy(
        "The beginning of a person's address or name, or of the place where the role is held."
    )
    follows = ("user",)
    actions = ("end_today",)

    @admin.display(description=gettext_lazy("where"))
    def held_at(self, membership: Membership) -> str:
        """The agency or the field office; a national role is held everywhere."""
        return str(membership.agency or membership.field_office or _("All agencies"))

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """The places too."""
        return [*super().get_list_select_related(request), "agency", "field_office"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, told who asks."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("MembershipForm", (form,), {"viewer": viewer_of(request)})

    def has_invite_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer invites people and ends access."""
        return viewer_of(request).may(Permission.INVITE)

    @admin.action(description=gettext_lazy("End the access today"), permissions=["invite"])
    def end_today(self, request: HttpRequest, rows: QuerySet[Membership]) -> None:
        """End each membership."""
        do_each(
            request,
            rows.select_related("user"),
            lambda row: end_membership(viewer_of(request), row),
            _("access ended"),
        )


@admin.register(SupervisorAssignment)
class SupervisorAssignmentAdmin(ViewedAdmin):
    """Who supervises a field office's agencies, or one agreement; assigned on the people page."""

    list_display = (
        "user", "position_title", "field_office", "agreement", "valid_from", "valid_to",
        "accepted_at",
    )  # fmt: skip
    list_filter = (
        ("accepted_at", admin.EmptyFieldListFilter),
        ("agreement", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "valid_from"
    search = _PERSON
    search_help_text = _HELP
    follows = ("user",)


@admin.register(Invitation)
class InvitationAdmin(ViewedAdmin):
    """Invitations; the link itself is shown nowhere but in the message."""

    list_display = ("email", "name", "role", "agency", "field_office", "invited_at", "accepted_at")
    list_filter = (
        "role",
        ("accepted_at", admin.EmptyFieldListFilter),
        ("withdrawn_at", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "invited_at"
    search = ("email__begins", "name__istartswith", "agency__name_key__begins")
    search_help_text = gettext_lazy(
        "The beginning of a person's address or name, or of the agency's name."
    )
    exclude = ("token",)
    actions = ("withdraw_them",)

    def _columns(self) -> list[Any]:
        return [field for field in super()._columns() if field.name != "token"]

    def has_invite_permission(self, request: HttpRequest) -> bool:
        """Whether the viewer invites people and ends access."""
        return viewer_of(request).may(Permission.INVITE)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["invite"])
    def withdraw_them(self, request: HttpRequest, rows: QuerySet[Invitation]) -> None:
        """Withdraw each invitation."""
        do_each(
            request, rows, lambda row: withdraw(viewer_of(request), row), _("invitation withdrawn")
        )
