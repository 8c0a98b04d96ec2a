"""Messages about access: an invitation, an assignment as supervisor."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.viewer import Viewer, acting_as
from agencies.models import Invitation, SupervisorAssignment


def tell_invited(invitation_id: int) -> None:
    """The link to accept an invitation, to the person invited and to nobody else."""
    with acting_as(Viewer.system("message about an invitation")):
        invitation = Invitation.objects.select_related("agency", "field_office", "invited_by").get(
            pk=invitation_id
        )
        context = {
            "invitation": invitation,
            "url": settings.SITE_URL + reverse("invitation", args=[invitation.token]),
        }
        text = render_to_string("agencies/mail/invitation.txt", context)
    send_mail(_("You are invited to 287(g) Training"), text, None, [invitation.email])


def tell_supervisor(assignment_id: int, *, new: bool) -> None:
    """Whom the person supervises from when on; `new`: how to get into the new account."""
    with acting_as(Viewer.system("message about a supervisor assignment")):
        assignment = SupervisorAssignment.objects.select_related(
            "user", "field_office", "agreement__agency"
        ).get(pk=assignment_id)
        context = {
            "assignment": assignment,
            "is_new": new,
            "accept_url": settings.SITE_URL
            + reverse("supervisor-assignment-accept", args=[assignment.uuid]),
            "password_url": settings.SITE_URL + reverse("account_reset_password"),
        }
        text = render_to_string("agencies/mail/supervisor_assignment.txt", context)
    send_mail(_("You supervise 287(g) officers"), text, None, [assignment.user.email])
