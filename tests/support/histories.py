"""Random histories of participations: what people and paper bring about, in no sensible order."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from agencies.models import Appointment, Officer
from agencies.models.rows import name_key
from tests.factories import AgreementFactory, OfficerFactory
from tests.support.standing_reference import FOREVER, Act, Conflict, History, Rules, Span
from training.kinds import EvidenceKind
from training.models import (
    Coverage,
    Flag,
    Participation,
    ParticipationAct,
    Requirement,
    RuleAssignment,
    RuleSet,
    Suspension,
)
from training.models.act import STATUS_AFTER, ActKind

FIRST = date(2022, 1, 1)
DAYS = 1500
BEGAN = datetime(2022, 1, 1, tzinfo=ZoneInfo("UTC"))
WINDOWS = [0, 14, 30, 90]


@dataclass
class World:
    """Rule sets, and participations with what happened to each."""

    rules: Rules
    histories: dict[int, History]
    rng: random.Random

    def moment(self) -> datetime:
        """A moment at which something was known."""
        return BEGAN + timedelta(hours=self.rng.randrange(24 * DAYS))

    def days_of(self, participation_id: int, count: int) -> set[date]:
        """Days worth asking: where something begins or ends or falls due, and beside them."""
        history = self.histories[participation_id]
        edges = {day for row in history.coverage for day in (row.valid_from, row.valid_to)}
        edges |= {day for row in history.suspensions for day in (row.valid_from, row.valid_to)}
        edges |= {day for row in history.rules for day in (row.valid_from, row.valid_to)}
        edges |= {act.effective_on for act in history.acts}
        edges |= {flag.affected_from for flag in history.flags if flag.affected_from}
        edges.discard(FOREVER)
        beside = sorted({day - timedelta(days=n) for day in edges for n in (-1, 0, 1, *WINDOWS)})
        beside += [FIRST + timedelta(days=self.rng.randrange(DAYS)) for _ in range(3)]
        return set(self.rng.sample(beside, min(count, len(beside))))


def make_world(seed: int, size: int) -> World:
    """Write `size` random histories to the database, and keep them in plain values beside."""
    rng = random.Random(seed)
    agreement = AgreementFactory()
    rules = _make_rules(rng, agreement)
    world = World(rules, {}, rng)
    for participation in _make_participations(agreement, size):
        world.histories[participation.pk] = History()
    with connection.cursor() as cursor:
        # Computed once at the end, as by every service that writes many rows.
        cursor.execute("set local app.restand_later = on")
        acts = [act for pk in world.histories for act in _some_acts(world, pk)]
        _write_acts(world, agreement.agency_id, acts)
        _write(world, agreement.agency_id, "coverage", _some_coverage)
        _write(world, agreement.agency_id, "suspensions", _some_suspensions)
        _write(world, agreement.agency_id, "rules", _some_rules)
        _write(world, agreement.agency_id, "flags", _some_flags)
        cursor.execute("set local app.restand_later = off")
        cursor.execute("select g287_restand(%s)", [list(world.histories)])
    return world


def _make_rules(rng, agreement):
    rules = {}
    for version in range(2, 15):
        rule_set = RuleSet.objects.create(
            form_revision=agreement.form_revision, model="JEM", version=version, valid_from=FIRST
        )
        kinds = [] if version == 2 else rng.sample(range(1, 13), rng.randrange(2, 6))
        rows = [
            Requirement(
                rule_set=rule_set, kind=kind, is_binding=rng.random() < 0.8, soon_days=window
            )
            for kind in kinds
            for window in [rng.choice(WINDOWS)]
        ]
        Requirement.objects.bulk_create(rows)
        rules[rule_set.pk] = {row.kind: row.soon_days for row in rows if row.is_binding}
    return rules


def _make_participations(agreement, size):
    agency = agreement.agency
    officers = Officer.objects.bulk_create(OfficerFactory.build_batch(size, agency=agency))
    appointments = Appointment.objects.bulk_create(
        Appointment(agency=agency, officer=officer, badge_number=f"B{n}", valid_from=FIRST)
        for n, officer in enumerate(officers)
    )
    return Participation.objects.bulk_create(
        Participation(
            agency_id=agreement.agency_id,
            officer=officer,
            appointment=appointment,
            agreement=agreement,
            model=agreement.model,
            name_key=name_key(officer.last_name, officer.first_name),
        )
        for officer, appointment in zip(officers, appointments, strict=True)
    )


def _day(rng: random.Random) -> date:
    # Few days, so that several things fall on one.
    return FIRST + timedelta(days=rng.randrange(0, DAYS, 15))


def _known(world: World) -> dict[str, datetime | None]:
    recorded = world.moment()
    closed = recorded + timedelta(hours=world.rng.randrange(1, 5000))
    return {"recorded_at": recorded, "closed_at": closed if world.rng.random() < 0.2 else None}


def _period(rng: random.Random) -> tuple[date, date]:
    begins = _day(rng)
    length = rng.choice([15, 30, 90, 365, 730, None])
    return begins, FOREVER if length is None else begins + timedelta(days=length)


def _some_acts(world, pk):
    rng = world.rng
    # The database takes nothing from before the nomination.
    yield pk, ActKind.NOMINATED, FIRST, {"recorded_at": world.moment(), "closed_at": None}
    for _ in range(rng.randrange(0, 7)):
        kind = rng.choice([*ActKind, *[ActKind.AUTHORIZED] * 12])
        yield pk, kind, _day(rng), _known(world)


def _some_coverage(world):
    rng = world.rng
    if rng.random() < 0.95:
        begins, ends = _period(rng)
        ends = ends if rng.random() < 0.3 else FOREVER
        yield Span(**_known(world), what=0, valid_from=min(begins, FIRST), valid_to=ends)
    for kind in range(1, 13):
        if kind == 7 or rng.random() < 0.15:
            continue
        for _ in range(rng.randrange(1, 4)):
            begins, ends = _period(rng)
            # Certification is a signed act that no waiver replaces.
            waiver = kind != 6 and ends < FOREVER and rng.random() < 0.3
            yield Span(
                **_known(world), what=kind, valid_from=begins, valid_to=ends, is_waiver=waiver
            )
    # Authorizations that stand do not overlap; closed ones may.
    day = _day(rng)
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        ends = day + timedelta(days=rng.choice([30, 365, 730]))
        ends = FOREVER if rng.random() < 0.1 else ends
        row = Span(recorded_at=world.moment(), what=7, valid_from=day, valid_to=ends)
        yield row
        yield replace(row, closed_at=row.recorded_at + timedelta(days=3), valid_from=FIRST)
        if ends == FOREVER:
            return
        day = ends + timedelta(days=rng.choice([0, 0, 15, 200]))


def _some_suspensions(world):
    rng, day = world.rng, FIRST
    for _ in range(rng.choice([0, 0, 1, 2])):
        begins = day + timedelta(days=15 * rng.randrange(0, 40))
        ends = FOREVER if rng.random() < 0.2 else begins + timedelta(days=rng.choice([15, 90, 365]))
        # Suspensions that stand at any moment do not overlap.
        yield Span(**_known(world), valid_from=begins, valid_to=ends)
        if ends == FOREVER:
            return
        day = ends


def _some_rules(world):
    rng = world.rng
    day = FIRST
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        ends = FOREVER if rng.random() < 0.6 else day + timedelta(days=rng.choice([300, 600]))
        known = _known(world)
        # Assignments that stand at any moment do not overlap.
        yield Span(**known, what=rng.choice(list(world.rules)), valid_from=day, valid_to=ends)
        if ends == FOREVER:
            return
        day = ends + timedelta(days=rng.choice([0, 0, 60]))


def _some_flags(world):
    for code in world.rng.sample(Flag.Code.values[:5], world.rng.choice([0, 0, 0, 1, 2])):
        begins = _day(world.rng) if world.rng.random() < 0.8 else None
        yield Conflict(**_known(world), code=code, affected_from=begins)


ROWS = {
    "coverage": lambda row: Coverage(
        kind=row.what,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        evidence_kind=EvidenceKind.WAIVER if row.is_waiver else EvidenceKind.ACT,
        evidence_id=0,
    ),
    "suspensions": lambda row: Suspension(
        valid_from=row.valid_from, valid_to=row.valid_to, reason="request"
    ),
    "rules": lambda row: RuleAssignment(
        rule_set_id=row.what, valid_from=row.valid_from, valid_to=row.valid_to
    ),
    "flags": lambda row: Flag(
        code=row.code,
        facts={"of": f"{row.affected_from}, {row.recorded_at}"},
        affected_from=row.affected_from,
        disposed_at=row.closed_at,
        disposition="Read again" if row.closed_at else "",
    ),
}


def _write(world, agency_id, name, some):
    made = [(pk, row) for pk in world.histories for row in some(world)]
    objects = []
    for pk, row in made:
        getattr(world.histories[pk], name).append(row)
        written = ROWS[name](row)
        written.agency_id, written.participation_id = agency_id, pk
        written.recorded_at = row.recorded_at
        if name != "flags":
            written.superseded_at = row.closed_at
        objects.append(written)
    if objects:
        type(objects[0]).objects.bulk_create(objects)


def _write_acts(world, agency_id, acts):
    rows = ParticipationAct.objects.bulk_create(
        ParticipationAct(
            agency_id=agency_id,
            participation_id=pk,
            kind=kind,
            effective_on=day,
            status_after=STATUS_AFTER.get(kind, ""),
            recorded_at=known["recorded_at"],
            superseded_at=known["closed_at"],
        )
        for pk, kind, day, known in acts
    )
    for row, (pk, _kind, day, known) in zip(rows, acts, strict=True):
        act = Act(**known, number=row.pk, effective_on=day, status_after=str(row.status_after))
        world.histories[pk].acts.append(act)
