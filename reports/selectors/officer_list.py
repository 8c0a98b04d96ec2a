"""The list of officers: one row an officer and agreement, and those never nominated."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.keyset import Keyset, Page
from accounts.viewer import Viewer
from agencies.models import Agency, Appointment, Officer
from agencies.models.rows import FOREVER, name_key
from agencies.selectors.as_recorded import as_recorded
from reports.selectors.first_thing import FirstThing, first_things
from training.models import Participation
from training.querysets import compliance_of
from training.states import Compliance, Status

NOT_NOMINATED = "not_nominated"
NO_ROW = uuid.UUID(int=0)

BY_NAME = Keyset("name_key", "uuid", "participation_key")
WORST_FIRST = Keyset("rank", "since", "name_key", "uuid", "participation_key")

# What to act on first comes first.
_RANKS = (
    Q(standing__grade=5),
    Q(standing__grade=4),
    Q(standing__grade=2),
    Q(standing__grade=6, standing__soon_from__lte=F("day")),
    Q(standing__grade=1),
    Q(standing__grade=3),
    Q(standing__grade=6),
    Q(part__isnull=True),
)


@dataclass(frozen=True)
class OfficerFilters:
    """What the list is narrowed to. Empty means everything; `on` is the day it is asked for.

    As `known` at a moment it is read inside `StandingSource.over(asked_of(...))`, and holds who
    had been nominated by then: service carries no time of recording.
    """

    on: date
    known: datetime | None = None
    q: str = ""
    compliance: str = ""
    status: str = ""
    model: str = ""
    agency: Agency | None = None
    agreement: int | None = None
    everyone: bool = False
    worst_first: bool = False

    @property
    def about_participation(self) -> bool:
        """Whether something is asked that an officer never nominated cannot meet."""
        nominated = self.status and self.status != NOT_NOMINATED
        return bool(self.compliance or nominated or self.model or self.agreement)


@dataclass(frozen=True)
class OfficerRow:
    """One row as pages and files show it. Compliance and `until` are of the day asked for."""

    officer: uuid.UUID
    participation: uuid.UUID | None
    name: str
    badge: str
    agency: Agency | None
    model: str
    status: str
    compliance: str
    until: date | None
    first: FirstThing | None


def may_sort_worst_first(viewer: Viewer, filters: OfficerFilters) -> bool:
    """Sorting by compliance reads every row asked for, so the nation is sorted by name."""
    return not viewer.is_national or filters.agency is not None


def officers_page(viewer: Viewer, filters: OfficerFilters, after: str = "", size: int = 25) -> Page:
    """One page of `OfficerRow`. At most seven queries, whatever the size."""
    if filters.worst_first and not may_sort_worst_first(viewer, filters):
        filters = replace(filters, worst_first=False)
    keyset = WORST_FIRST if filters.worst_first else BY_NAME
    page = keyset.page(_rows(viewer, filters), after, size)
    return replace(page, rows=_shown(page.rows, filters))


def every_officer(viewer: Viewer, filters: OfficerFilters) -> Iterator[OfficerRow]:
    """All rows by name, for a file; memory stays at one page of them."""
    for page in BY_NAME.every(_rows(viewer, filters)):
        yield from _shown(page.rows, filters)


def asked_of(viewer: Viewer, filters: OfficerFilters) -> QuerySet[Participation]:
    """The participations of which the list is asked, whatever their standing."""
    rows = Participation.objects.visible_to(viewer)
    if filters.agency is not None:
        rows = rows.filter(agency=filters.agency)
    return rows.filter(model=filters.model) if filters.model else rows


def _rows(viewer: Viewer, filters: OfficerFilters) -> QuerySet[Officer, dict[str, Any]]:
    day = filters.on
    agencies = viewer.agency_ids
    if filters.agency is not None:
        agencies = (
            frozenset({filters.agency.pk}) if viewer.sees_agency(filters.agency.pk) else frozenset()
        )
    hung_on = Q() if agencies is None else Q(participations__agency__in=sorted(agencies))
    if filters.agreement is not None:
        hung_on &= Q(participations__agreement=filters.agreement)
    badge = Appointment.objects.filter(officer=OuterRef("pk")).order_by("-valid_from")
    if agencies is not None:
        badge = badge.filter(agency__in=sorted(agencies))
    rows = (
        _officers(viewer, filters, agencies)
        .annotate(
            day=Value(day),
            part=FilteredRelation("participations", condition=hung_on)
            if hung_on
            else FilteredRelation("participations"),
        )
        .annotate(
            standing=FilteredRelation(
                "part__standings",
                condition=Q(
                    part__standings__valid_from__lte=day, part__standings__valid_to__gt=day
                ),
            )
        )
        .annotate(
            participation_key=Coalesce("part__uuid", Value(NO_ROW), output_field=UUIDField()),
            badge=Coalesce(
                "part__appointment__badge_number",
                Subquery(badge.values("badge_number")[:1]),
                output_field=CharField(),
            ),
            # What is asked of a row. Named by its relation, a filter would join the participations
            # once more, and ask it of another one of the same officer.
            part_pk=F("part__id"),
            part_model=F("part__model"),
            status=F("standing__status"),
            grade=F("standing__grade"),
            soon_from=F("standing__soon_from"),
        )
    )
    rows = rows.filter(_asked(filters))
    if filters.worst_first:
        ranks = [When(condition, then=Value(n)) for n, condition in enumerate(_RANKS)]
        rows = rows.annotate(
            rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),
            since=Coalesce("standing__compliant_until", "standing__valid_from", Value(FOREVER)),
        )
    return rows.values(
        "pk",
        "uuid",
        "name_key",
        "last_name",
        "first_name",
        "badge",
        "participation_key",
        *(("rank", "since") if filters.worst_first else ()),
        "agency_id",
        "part__id",
        "part__uuid",
        "part__model",
        "part__step",
        "part__agency_id",
        "part__appointment_id",
        "standing__status",
        "standing__grade",
        "standing__soon_from",
        "standing__compliant_until",
    )


def _officers(
    viewer: Viewer, filters: OfficerFilters, agencies: frozenset[int] | None
) -> QuerySet[Officer]:
    officers = Officer.objects.visible_to(viewer)
    text = filters.q.strip()
    is_badge = any(letter.isdigit() for letter in text)
    if text and not is_badge:
        officers = officers.filter(name_key__begins=name_key(text.replace(",", " ")))
    serving = not filters.everyone and filters.known is None
    if agencies is not None or serving or is_badge:
        appointed = Appointment.objects.all()
        if agencies is not None:
            appointed = appointed.filter(agency__in=sorted(agencies))
        if serving:
            appointed = appointed.on(filters.on)
        if is_badge:
            appointed = appointed.filter(badge_number__begins=text)
        officers = officers.filter(pk__in=appointed.order_by().values("officer"))
    return officers


def _asked(filters: OfficerFilters) -> Q:
    condition = Q()
    if filters.known is not None:
        condition &= Q(grade__isnull=False)
        if not filters.everyone:
            condition &= ~Q(status=Status.SEPARATED)
    if filters.about_participation:
        condition &= Q(part_pk__isnull=False)
    if filters.model:
        condition &= Q(part_model=filters.model)
    if filters.status == NOT_NOMINATED:
        condition &= Q(part_pk__isnull=True)
    elif filters.status:
        condition &= Q(status=filters.status)
    if filters.compliance:
        condition &= _in_state(Compliance(filters.compliance), filters.on)
    return condition


def _in_state(compliance: Compliance, day: date) -> Q:
    if compliance is Compliance.COMPLIANT:
        return Q(grade=6, soon_from__gt=day)
    if compliance is Compliance.DUE_SOON:
        return Q(grade=6, soon_from__lte=day)
    if compliance is Compliance.NOT_APPLICABLE:
        return Q(grade=0) | Q(grade__isnull=True)
    grades = [grade for grade in range(1, 6) if compliance_of(grade, None, day) is compliance]
    return Q(grade__in=grades)


def _shown(rows: list[dict[str, Any]], filters: OfficerFilters) -> list[OfficerRow]:
    day = filters.on
    asked = []
    for row in rows:
        grade = row["standing__grade"]
        compliance = compliance_of(grade or 0, row["standing__soon_from"], day)
        asked.append(
            {
                "participation_id": row["part__id"],
                "compliance": compliance,
                "status": row["standing__status"] or "",
                "step": row["part__step"],
            }
        )
    things = first_things(asked, day, filters.known)
    # Joined here and not above: Django orders a join on a filtered relation before the relation.
    agencies = Agency.objects.in_bulk({row["part__agency_id"] or row["agency_id"] for row in rows})
    if filters.known is not None:
        _as_recorded(rows, agencies, filters.known)
    return [
        _row(row, facts["compliance"], things.get(row["part__id"]), agencies)
        for row, facts in zip(rows, asked, strict=True)
    ]


def _as_recorded(rows: list[dict[str, Any]], agencies: dict[int, Agency], known: datetime) -> None:
    """Set names and badges in `rows` to those on record at a moment."""
    names = ("last_name", "first_name")
    officers = {
        row["pk"]: Officer(pk=row["pk"], **{name: row[name] for name in names}) for row in rows
    }
    appointments = {
        pk: Appointment(pk=pk, badge_number=row["badge"])
        for row in rows
        if (pk := row["part__appointment_id"]) is not None
    }
    as_recorded([*officers.values(), *appointments.values(), *agencies.values()], known)
    for row in rows:
        officer, appointment = officers[row["pk"]], appointments.get(row["part__appointment_id"])
        row |= {name: getattr(officer, name) for name in names}
        if appointment is not None:
            row["badge"] = appointment.badge_number


def _row(
    row: dict[str, Any],
    compliance: Compliance,
    first: FirstThing | None,
    agencies: dict[int, Agency],
) -> OfficerRow:
    nominated = row["part__id"] is not None
    agency = agencies.get(row["part__agency_id"] or row["agency_id"])
    until = row["standing__compliant_until"]
    if until is None and compliance is Compliance.OVERDUE and first is not None:
        until = first.due_on
    return OfficerRow(
        officer=row["uuid"],
        participation=row["part__uuid"],
        name=f"{row['last_name']}, {row['first_name']}",
        badge=row["badge"] or "",
        agency=agency,
        model=row["part__model"] or "",
        status=row["standing__status"] or (NOT_NOMINATED if not nominated else ""),
        compliance=compliance.value,
        until=until,
        first=first,
    )
