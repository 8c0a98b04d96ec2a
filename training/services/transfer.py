"""Transfers: an officer goes on at another agency. The history stays one; authority does not
travel, verified training does."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agency, Appointment, Officer
from training.models import BroughtTraining, Certification, ParticipationAct
from training.models.act import ActKind
from training.services.revocation import end_appointment

_CONSTRAINTS = {
    "appointment_badge_in_use": Reason(
        gettext_noop("Another officer of that agency carries this badge."), "badge_number"
    ),
    "appointment_once_at_an_agency": Reason(
        gettext_noop("The officer serves at that agency already."), "agency"
    ),
}


def transfer(
    viewer: Viewer,
    officer: Officer,
    to_agency: Agency,
    *,
    on: date,
    badge_number: str,
    rank: str = "",
) -> Appointment:
    """Move an officer to another agency from a day.

    Ends the service and every participation at the former agency, which keeps its records and
    still sees the name; the receiving agency sees all verified training at once, also what was
    brought to the former one. Raises `Refused`.
    """
    viewer.must(Permission.TRANSFER)
    row: Officer = (
        Officer.objects.visible_to(viewer, Permission.TRANSFER)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=officer.pk)
    )
    target: Agency = Agency.objects.visible_to(viewer, Permission.TRANSFER).get(pk=to_agency.pk)
    former: Appointment | None = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .filter(officer=row, agency=row.agency_id, valid_to__gt=on)
        .order_by("valid_from")
        .first()
    )
    reasons = []
    if target.pk == row.agency_id:
        reasons.append(Reason(_("The officer serves at that agency already."), "agency"))
    if former is None:
        reasons.append(Reason(_("The officer does not serve at an agency on that day."), "on"))
    if not badge_number.strip():
        reasons.append(Reason(_("Enter the badge number at the new agency."), "badge_number"))
    refuse_if(reasons)
    assert former is not None  # noqa: S101 - refused above
    former_agency = former.agency
    # All or nothing: a badge in use is found last, and then the officer stays where they were.
    with transaction.atomic():
        end_appointment(viewer, former, on, ActKind.TRANSFERRED, Permission.TRANSFER)
        # The record moves first: an agency may appoint only an officer whose record it keeps.
        row.agency = target
        row.save(update_fields=["agency"])
        with refused_by(_CONSTRAINTS):
            appointment = Appointment.objects.create(
                agency=target,
                officer=row,
                badge_number=badge_number.strip(),
                rank=rank.strip(),
                valid_from=on,
            )
        _bring_training(viewer, row, former_agency, target)
    return appointment


def _bring_training(viewer: Viewer, officer: Officer, former: Agency, target: Agency) -> None:
    """Copy what is verified to the receiving agency: what was completed at the former agency, and
    what had been brought there, each with its own dates, certificate and first agency."""
    found = [
        *_certified_at(officer, former),
        *BroughtTraining.objects.filter(officer=officer, agency=former).order_by("pk"),
    ]
    refreshed = _refreshed_at(officer, former)
    brought: dict[tuple[int, str, date], BroughtTraining] = {}
    for row in found:
        # An officer who came back brings their own certificate too: one copy, the last refresher.
        key = (row.course_version_id, row.certificate_number, row.certified_on)
        copy = brought.setdefault(
            key,
            BroughtTraining(
                agency=target,
                officer=officer,
                from_agency_name=row.from_agency_name,
                model=row.model,
                course_version_id=row.course_version_id,
                certificate_number=row.certificate_number,
                certified_on=row.certified_on,
                completed_on=row.completed_on,
                is_imported=row.is_imported,
                recorded_by_id=viewer.user_id,
            ),
        )
        days = (copy.refreshed_on, row.refreshed_on, refreshed.get(row.model))
        copy.refreshed_on = max((day for day in days if day), default=None)
    BroughtTraining.objects.bulk_create(brought.values())


def _certified_at(officer: Officer, agency: Agency) -> list[BroughtTraining]:
    """The certifications earned at an agency, as training that could be brought along."""
    rows = Certification.objects.filter(participation__officer=officer, agency=agency)
    return [
        BroughtTraining(
            from_agency_name=agency.name,
            model=row.participation.model,
            course_version_id=row.course_version_id,
            certificate_number=row.certificate_number,
            certified_on=row.certified_on,
            completed_on=row.completed_on,
            is_imported=row.is_imported,
        )
        for row in rows.select_related("participation").order_by("pk")
    ]


def _refreshed_at(officer: Officer, agency: Agency) -> dict[str, date]:
    """The last refresher completed at an agency, by the model under which it was taken."""
    acts = ParticipationAct.objects.filter(
        participation__officer=officer,
        agency=agency,
        kind=ActKind.REFRESHED,
        superseded_at=None,
    )
    last = acts.order_by().values_list("participation__model")
    return dict(last.annotate(Max("effective_on")))
