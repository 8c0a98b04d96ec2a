"""Forms about access: inviting, accepting, ending, and assigning a supervisor."""

from typing import Any, cast

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form
from accounts.roles import AGENCY_ADMINISTRATOR, Role, Scope
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, FieldOffice, Invitation
from agencies.selectors.agency import agencies_called, today_at
from agencies.services.invitation import roles_to_offer


class InvitationForm(Form):
    """Whom to invite, as what, and where. Someone of one agency invites to that agency."""

    email = forms.EmailField(
        label=_("E-mail address"), error_messages={"required": _("Enter the e-mail address.")}
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, error_messages={"required": _("Enter the name.")}
    )
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    agency = forms.CharField(
        label=_("Agency"),
        required=False,
        help_text=_("For a role at an agency. Its name, or the beginning of it, and the state."),
    )
    field_office = forms.ModelChoiceField(
        FieldOffice.objects.none(),
        to_field_name="uuid",
        label=_("Field office"),
        required=False,
        empty_label=_("None"),
        help_text=_("For a field office director."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        roles = roles_to_offer(viewer)
        choices = [(role.name, _told(role, with_scope=viewer.is_national)) for role in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices
        if viewer.is_national:
            _offer_field_offices(self)
        else:
            del self.fields["agency"], self.fields["field_office"]
            self.fields["role"].initial = AGENCY_ADMINISTRATOR.name
        self.helper = FormHelper(
            submit=_("Send the invitation"),
            cancel=reverse("people"),
            layout=Layout(*self.fields),
        )

    def clean_agency(self) -> Agency | None:
        """The one agency of that name."""
        text = self.cleaned_data["agency"].strip()
        return one_agency(self.viewer, text) if text else None

    def clean(self) -> dict[str, Any]:
        """The place, where the viewer has only one."""
        cleaned = super().clean() or {}
        if not self.viewer.is_national:
            cleaned["agency"] = Agency.objects.visible_to(self.viewer).first()
        return cleaned


class AcceptForm(Form):
    """A new person's name and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, error_messages={"required": _("Enter your name.")}
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters: a sentence is easy to keep and hard to guess."),
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the password again.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": invitation.name})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Accept"))

    def clean(self) -> dict[str, Any]:
        """The password twice the same."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("This is not the same password."))
        return cleaned


class SupervisorAssignmentForm(Form):
    """Who supervises, in what position, whose officers. `agreement`: for one agreement only."""

    email = forms.EmailField(
        label=_("E-mail address of the supervisor"),
        error_messages={"required": _("Enter the e-mail address.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("For somebody who has no account here yet."),
    )
    position_title = forms.CharField(
        label=_("Position"),
        max_length=120,
        help_text=_("As the agreement names it: 287(g) Field Program Manager, for example."),
        error_messages={"required": _("Enter the position of the supervisor.")},
    )
    field_office = forms.ModelChoiceField(
        FieldOffice.objects.none(),
        to_field_name="uuid",
        label=_("Field office"),
        empty_label=_("Choose a field office"),
        help_text=_("The supervisor signs off records of all its agencies."),
        error_messages={"required": _("Choose the field office.")},
    )
    valid_from = DayField(label=_("From"), error_messages={"required": _("Enter the first day.")})

    def __init__(
        self, *args: Any, viewer: Viewer, agreement: Agreement | None = None, **kwargs: Any
    ) -> None:
        day = today_at(agreement.agency) if agreement else viewer.today
        kwargs.setdefault("initial", {"valid_from": day})
        super().__init__(*args, **kwargs)
        if agreement is not None:
            del self.fields["field_office"]
        else:
            _offer_field_offices(self)
        self.helper = FormHelper(
            submit=_("Assign the supervisor"),
            cancel=reverse("agreement", args=[agreement.uuid]) if agreement else reverse("people"),
            layout=Layout(*self.fields),
        )


class EndForm(Form):
    """A page that asks once more; it has no fields."""

    def __init__(self, *args: Any, verb: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=verb, cancel=cancel)


def _offer_field_offices(form: forms.Form) -> None:
    cast(forms.ModelChoiceField, form.fields["field_office"]).queryset = FieldOffice.objects.all()


def one_agency(viewer: Viewer, text: str) -> Agency:
    """The one agency that `text` names ("Cypress County Sheriff's Office, FL")."""
    found = agencies_called(viewer, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(_("No agency has this name."))
    names = "; ".join(str(agency) for agency in found)
    raise forms.ValidationError(_t("Several agencies begin so: %s. Write more of it.") % names)


def _told(role: Role, *, with_scope: bool) -> str:
    scope = (
        {
            Scope.AGENCY: _t("At an agency."),
            Scope.FIELD_OFFICE: _t("At a field office."),
            Scope.NATION: _t("For the whole program."),
        }[role.scope]
        if with_scope
        else ""
    )
    return format_html(
        '{}<span class="usa-radio__label-description">{} {}</span>',
        role.title,
        role.description,
        scope,
    )
