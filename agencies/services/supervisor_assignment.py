"""Who supervises the officers of a field office or of one agreement, and in what position.

INA section 287(g)(5): the agreement sets forth the position of the supervising officer. So an
assignment names the position as well as the person.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.constraints import refused_by
from accounts.models import User
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.viewer import Viewer, acting_as
from agencies.models import Agreement, FieldOffice, SupervisorAssignment
from agencies.notifications import tell_supervisor
from agencies.selectors.agency import today_at


def assign_supervisor(
    viewer: Viewer,
    *,
    email: str,
    name: str = "",
    position_title: str,
    valid_from: date,
    field_office: FieldOffice | None = None,
    agreement: Agreement | None = None,
) -> SupervisorAssignment:
    """Make a person the supervisor of a field office, or of one agreement, from a day on.

    The officers have a supervisor from that day; the person sees records once they accept. One
    without an account gets one, and a message that tells how to choose a password. National
    viewers only. Raises `Refused` for what is missing and for a second assignment.
    """
    _national(viewer)
    email, position_title = email.strip().lower(), " ".join(position_title.split())
    name = " ".join(name.split())
    # Locked, so that two who assign the same person at once take turns.
    user = User.objects.select_for_update(no_key=True).filter(email=email).first()
    reasons = []
    if not email:
        reasons.append(Reason(_("Enter the e-mail address."), "email"))
    elif email == viewer.email.lower():
        reasons.append(
            Reason(_("Nobody gives access to themselves. Ask somebody else to."), "email")
        )
    if user is None and not name:
        reasons.append(Reason(_("This person is new here: enter the name."), "name"))
    if not position_title:
        reasons.append(Reason(_("Enter the position of the supervisor."), "position_title"))
    if (field_office is None) == (agreement is None):
        reasons.append(Reason(_("Choose a field office or an agreement, not both."), "agreement"))
    elif user is not None and _overlaps(user, valid_from, field_office, agreement):
        reasons.append(Reason(_("This person supervises there already."), "email"))
    refuse_if(reasons)
    new = user is None
    if user is None:
        # Without a password nobody gets in: the person chooses one by the link in the message.
        just_added = _("Somebody else has just added this person. Send the form again.")
        with refused_by({"accounts_user_email_key": Reason(just_added, "email")}):
            user = User.objects.create_user(email, name=name)
    assignment = SupervisorAssignment.objects.create(
        user=user,
        field_office=field_office,
        agreement=agreement,
        position_title=position_title,
        valid_from=valid_from,
    )
    transaction.on_commit(lambda: tell_supervisor(assignment.pk, new=new), robust=True)
    return assignment


def accept_assignment(user: User, assignment: SupervisorAssignment) -> SupervisorAssignment:
    """Take up an assignment of one's own: from now on it gives access.

    Runs as the system, since the person may have no role yet. Accepting twice changes nothing.
    """
    with acting_as(Viewer.system("an assignment is accepted")):
        assignment = (
            SupervisorAssignment.objects.select_for_update(of=("self",), no_key=True)
            .select_related("field_office", "agreement__agency")
            .get(pk=assignment.pk, user=user)
        )
        if assignment.valid_to <= day_of(Viewer(), assignment):
            raise Refused(_("This assignment has ended."))
        if assignment.accepted_at is None:
            assignment.accepted_at = timezone.now()
            assignment.save(update_fields=["accepted_at"])
    return assignment


def end_assignment(viewer: Viewer, assignment: SupervisorAssignment) -> SupervisorAssignment:
    """End an assignment today; what the supervisor signed stays signed."""
    _national(viewer)
    assignment = SupervisorAssignment.objects.select_for_update(of=("self",), no_key=True).get(
        pk=assignment.pk
    )
    today = day_of(viewer, assignment)
    if assignment.valid_to <= today:
        raise Refused(_("This assignment has ended already."))
    assignment.valid_to = max(today, assignment.valid_from)
    assignment.save(update_fields=["valid_to"])
    return assignment


def day_of(viewer: Viewer, assignment: SupervisorAssignment) -> date:
    """The day it is now for an assignment: the agency's own.

    A field office has no zone of its own: its assignments go by the viewer's day.
    """
    agreement = assignment.agreement
    return viewer.today if agreement is None else today_at(agreement.agency)


def _national(viewer: Viewer) -> None:
    viewer.must(Permission.INVITE)
    if not viewer.is_national:
        raise Refused(_("Only a program manager assigns supervisors."))


def _overlaps(
    user: User,
    valid_from: date,
    field_office: FieldOffice | None,
    agreement: Agreement | None,
) -> bool:
    place = Q(field_office=field_office) if field_office else Q(agreement=agreement)
    return SupervisorAssignment.objects.filter(place, user=user, valid_to__gt=valid_from).exists()
