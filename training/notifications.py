"""Messages about training records: short, with a link, without anybody's name in the subject."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import AGENCY_ADMINISTRATOR, TRAINING_COORDINATOR
from accounts.viewer import Viewer, acting_as, day_in
from agencies.models import Agency, Agreement
from training.models import Authorization, Enrollment, SignOff


def tell_supervisors(record_id: int) -> None:
    """A record waits: to the supervisors of the agreement and of the agency's field office."""
    with acting_as(Viewer.system("message about a record that waits")):
        record = Enrollment.objects.select_related(
            "agency", "participation__agreement__agency", "training_class"
        ).get(pk=record_id)
        people = _supervisors(record.participation.agreement)
        path = reverse("record-sign-off", args=[record.uuid])
    _send(
        people, _("A training record waits for your sign-off"), "record_waits", path, record.agency
    )


def tell_agency_of_decision(sign_off_id: int) -> None:
    """A record was approved or returned: to the agency's administrators and coordinators."""
    with acting_as(Viewer.system("message about a sign-off")):
        signed = SignOff.objects.select_related("agency", "enrollment").get(pk=sign_off_id)
        people = _members(signed.agency)
        path = reverse("record", args=[signed.enrollment.uuid])
    approved = signed.decision == SignOff.Decision.APPROVED
    subject = (
        _("A training record was approved") if approved else _("A training record was returned")
    )
    template = "record_approved" if approved else "record_returned"
    _send(people, subject, template, path, signed.agency)


def tell_agency_of_authorization(authorization_id: int) -> None:
    """An officer was authorized: to the agency's administrators and coordinators."""
    with acting_as(Viewer.system("message about an authorization")):
        authorization = Authorization.objects.select_related(
            "agency", "participation__officer"
        ).get(pk=authorization_id)
        people = _members(authorization.agency)
        path = reverse("officer", args=[authorization.participation.officer.uuid])
    _send(people, _("An officer was authorized"), "officer_authorized", path, authorization.agency)


def _supervisors(agreement: Agreement) -> list[str]:
    today = day_in(agreement.agency.time_zone)
    return _addresses(
        Q(supervisor_assignments__agreement=agreement)
        | Q(
            supervisor_assignments__field_office__isnull=False,
            supervisor_assignments__field_office=agreement.agency.field_office_id,
        ),
        supervisor_assignments__accepted_at__isnull=False,
        supervisor_assignments__valid_from__lte=today,
        supervisor_assignments__valid_to__gt=today,
    )


def _members(agency: Agency) -> list[str]:
    today = day_in(agency.time_zone)
    return _addresses(
        memberships__agency=agency,
        memberships__role__in=[AGENCY_ADMINISTRATOR.name, TRAINING_COORDINATOR.name],
        memberships__valid_from__lte=today,
        memberships__valid_to__gt=today,
    )


def _addresses(*conditions: Q, **filters: object) -> list[str]:
    people = User.objects.filter(*conditions, is_active=True, **filters)
    return list(people.order_by("email").values_list("email", flat=True).distinct())


def _send(people: list[str], subject: str, template: str, path: str, agency: Agency) -> None:
    text = render_to_string(
        f"training/mail/{template}.txt", {"url": settings.SITE_URL + path, "agency": agency.name}
    )
    # One message each: nobody reads from it who else has access. A failure is logged by the
    # commit hook, and undoes nothing.
    with get_connection() as mail:
        mail.send_messages([EmailMessage(subject, text, to=[person]) for person in people])
