"""What a nomination asks: the service, the agreements in force, what their forms attest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agreement, Appointment, Officer
from training.kinds import Kind
from training.models import Coverage, Requirement
from training.selectors.facts import rule_set_for


@dataclass(frozen=True)
class Attested:
    """One attestation and the clause that asks it; without a rule set no clause is known."""

    kind: Kind
    requirement: Requirement | None

    @property
    def field(self) -> str:
        """The form's and the service's name of it."""
        return {
            Kind.CITIZENSHIP: "citizenship_attested_on",
            Kind.EXPERIENCE: "experience_attested_on",
            Kind.NO_PENDING_DISCIPLINE: "discipline_attested_on",
        }[self.kind]

    @property
    def is_required(self) -> bool:
        """Whether the nomination is refused without it."""
        if self.kind is not Kind.EXPERIENCE or self.requirement is None:
            return True
        return self.requirement.is_binding


def serving(
    viewer: Viewer, officer: Officer, permission: Permission = Permission.NOMINATE
) -> Appointment | None:
    """The officer's service today at an agency for which the viewer may do an act."""
    return (
        Appointment.objects.visible_to(viewer, permission)
        .on(viewer.today)
        .filter(officer=officer)
        .select_related("agency")
        .first()
    )


def agreements_open_to(viewer: Viewer, appointment: Appointment) -> list[Agreement]:
    """Agreements of the agency in force today under which the officer is not nominated, or no
    longer: a participation that has ended stands in no new one's way (R10)."""
    taken = _open_spans(appointment.officer_id, viewer.today).values("participation__agreement")
    return list(
        Agreement.objects.visible_to(viewer, Permission.NOMINATE)
        .in_force_on(viewer.today)
        .filter(agency=appointment.agency_id)
        .exclude(pk__in=taken)
        .select_related("form_revision")
        .order_by("model", "-signed_on")
    )


def taken_from(officer_id: int, agreement_id: int, day: date) -> bool:
    """Whether the officer takes part under the agreement on `day` or later, as known now."""
    return _open_spans(officer_id, day).filter(participation__agreement=agreement_id).exists()


def _open_spans(officer_id: int, day: date) -> QuerySet[Coverage]:
    return Coverage.objects.known_now().filter(
        participation__officer=officer_id, kind=Kind.PARTICIPATION, valid_to__gt=day
    )


def attested_under(agreement: Agreement, kinds: list[Kind], day: date) -> list[Attested]:
    """The attestations with their clauses, as the agreement's form puts them on `day`."""
    rule_set = rule_set_for(agreement, day)
    clauses = {r.kind: r for r in rule_set.requirements.filter(kind__in=kinds)} if rule_set else {}
    return [Attested(kind, clauses.get(kind)) for kind in kinds]
