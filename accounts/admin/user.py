"""People who sign in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import EditableAdmin
from accounts.models import User
from accounts.plain_words import PlainWords


class UserForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    """Name and address; addresses are compared in lower case."""

    class Meta:
        model = User
        fields = ("name", "email", "is_active")

    def clean_email(self) -> str:
        """The address as it is stored."""
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(EditableAdmin):
    """Roles are memberships; a password is set by its owner alone, through the invitation."""

    form = UserForm
    list_display = ("name", "email", "is_active", "last_login", "created_at")
    list_filter = ("is_active", "is_superuser")
    date_hierarchy = "created_at"
    search = ("email__begins", "name__istartswith")
    search_help_text = gettext_lazy("The beginning of an address or a name.")
    readonly_fields = ("last_login", "is_superuser", "created_at")
    fields = ("name", "email", "is_active", "is_superuser", "last_login", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:  # noqa: ARG002
        """An address stays: who could change it could reset the password and sign as another."""
        return self.readonly_fields if obj is None else ("email", *self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person has no password until they choose one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
