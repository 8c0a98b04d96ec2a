"""Agencies: the list, and everything that one agency's page shows beside its officers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.keyset import Keyset, Page
from accounts.roles import ROLES
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, Membership, SupervisorAssignment
from agencies.models.rows import name_key
from agencies.selectors.as_recorded import agencies_in_state, agencies_recorded_by, as_recorded
from agencies.states import AgreementState
from reports.selectors.agreements import agreements, agreements_of, in_force_on, state_of
from reports.selectors.compliance import Tally, standings_on, tallies, together
from reports.selectors.falling_due import within_windows
from reports.selectors.history import Change, changes_of_agency
from training.models import ParticipationAct
from training.selectors.duties import DutyOn, duties_in_short, duties_of_each
from training.selectors.known import known_at

BY_NAME = Keyset("name_key", "uuid")


@dataclass(frozen=True)
class AgencyFilters:
    """What the list is narrowed to."""

    on: date
    q: str = ""
    state: str = ""
    officers: str = ""
    known: datetime | None = None


@dataclass(frozen=True)
class AgencyRow:
    """One agency with its agreements in force and how its officers stand."""

    agency: Agency
    models: list[str]
    tally: Tally


def agencies(viewer: Viewer, filters: AgencyFilters) -> QuerySet[Agency]:
    """Visible agencies, narrowed."""
    rows = Agency.objects.visible_to(viewer).select_related("field_office")
    if filters.known is not None:
        rows = rows.filter(agencies_recorded_by(filters.known))
    if filters.q:
        rows = rows.filter(name_key__begins=name_key(filters.q))
    if filters.state:
        rows = rows.filter(pk__in=agencies_in_state(filters.state, filters.known))
    if filters.officers and filters.known is None:
        rows = rows.filter(pk__in=standings_on(viewer, filters.on).values("agency"))
    elif filters.officers:
        # Standing begins with the first act; what was known of it is computed for few at a time.
        acts = known_at(ParticipationAct.objects.visible_to(viewer), filters.known)
        rows = rows.filter(pk__in=acts.filter(effective_on__lte=filters.on).values("agency"))
    return rows


def agencies_page(viewer: Viewer, filters: AgencyFilters, after: str = "", size: int = 25) -> Page:
    """One page of agencies, by name. One query; as known at a moment, two."""
    page = BY_NAME.page(agencies(viewer, filters), after, size)
    as_recorded(page.rows, filters.known)
    return page


def rows_for(
    viewer: Viewer, found: list[Agency], day: date, known: datetime | None = None
) -> list[AgencyRow]:
    """Agreements in force and tallies of some agencies. Two queries."""
    ids = [agency.pk for agency in found]
    models: dict[int, list[str]] = {pk: [] for pk in ids}
    in_force = in_force_on(viewer, day, known).filter(agency__in=ids)
    for pk, model in in_force.order_by("model").values_list("agency_id", "model"):
        if model not in models[pk]:
            models[pk].append(model)
    counted = tallies(standings_on(viewer, day).filter(agency__in=ids), "agency_id")
    return [
        AgencyRow(agency, models[agency.pk], counted.get(agency.pk, Tally())) for agency in found
    ]


@dataclass(frozen=True)
class AgreementCard:
    """An agreement with the compliance of its officers."""

    agreement: Agreement
    state: Any
    tally: Tally
    duties: list[DutyOn] = field(default_factory=list)

    @property
    def duties_in_short(self) -> str:
        """What the form asks of the agency, in one line."""
        return duties_in_short(self.duties)

    @property
    def duties_need_somebody(self) -> bool:
        """Whether a binding duty of the agency is missing, due or overdue."""
        return any(duty.needs_somebody and duty.is_binding for duty in self.duties)


@dataclass(frozen=True)
class Person:
    """Somebody with access to the agency's records, or who supervises its officers."""

    name: str
    role: str
    since: date


@dataclass(frozen=True)
class AgencyPage:
    """What the page of one agency shows."""

    agency: Agency
    tally: Tally
    cards: list[AgreementCard]
    due: dict[int, int]
    people: list[Person] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def agency_page(
    viewer: Viewer, agency: Agency, day: date, known: datetime | None = None
) -> AgencyPage:
    """One agency on `day`. Twelve queries, however many agreements there are.

    As known at a moment, agreements, officers and acts are those of the records then. Duties and
    access are left out: they are shown as they are known now, or not at all.
    """
    standings = standings_on(viewer, day).filter(agency=agency)
    counted = tallies(standings, "participation__agreement_id")
    states = {a: state_of(a, day) for a in agreements_of(viewer, agency, day, known)}
    # Duties are asked of agreements in force alone.
    asked = [a for a, state in states.items() if state == AgreementState.IN_FORCE]
    duties = duties_of_each(asked, day) if known is None else {}
    cards = [
        AgreementCard(
            agreement, state, counted.get(agreement.pk, Tally()), duties.get(agreement.pk, [])
        )
        for agreement, state in states.items()
    ]
    return AgencyPage(
        agency=agency,
        tally=together(counted),
        cards=cards,
        due=within_windows(standings, day),
        people=people_of(viewer, agency, day) if known is None else [],
        changes=changes_of_agency(viewer, agency, known=known),
    )


def people_of(viewer: Viewer, agency: Agency, day: date) -> list[Person]:
    """Members of the agency, then its supervisors. Two queries."""
    members = (
        Membership.objects.visible_to(viewer)
        .on(day)
        .filter(agency=agency)
        .select_related("user")
        .order_by("valid_from", "id")
    )
    supervisors = (
        SupervisorAssignment.objects.accepted()
        .on(day)
        .filter(
            Q(agreement__in=agreements(viewer, day).filter(agency=agency).values("pk"))
            | Q(field_office=agency.field_office_id, field_office__isnull=False)
        )
        .select_related("user")
        .order_by("valid_from", "id")
    )
    people = [Person(str(m.user), ROLES[m.role].title, m.valid_from) for m in members]
    return people + [Person(str(s.user), s.position_title, s.valid_from) for s in supervisors]
