"""The rows by which participations come under another rule set: closed and added, in sets."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import Now

from accounts.many_rows import add_rows
from accounts.viewer import Viewer
from agencies.models.rows import FOREVER
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, ParticipationAct, Requirement, RuleAssignment, RuleSet
from training.models.act import ActKind
from training.rules import clocked
from training.rules.periods import Period
from training.rules.reevaluation import Row, correction
from training.selectors.clocked_evidence import evidence_for

CLOCKED = frozenset(Kind[name.upper()] for name in clocked.KINDS)

Clocks = dict[Kind, dict[str, object]]


@dataclass
class Written:
    """What is written about one participation: in words for the digest, and the due dates of the
    requirements whose coverage is corrected."""

    lines: list[str] = field(default_factory=list)
    due: dict[Kind, date] = field(default_factory=dict)


Writes = dict[int, Written]


@dataclass(frozen=True)
class NewRules:
    """By what, from when and in whose name participations are judged.

    `acted_on`: the day of the act where it is another one."""

    rule_set: RuleSet
    effective_on: date
    name: str
    viewer: Viewer
    acted_on: date | None = None

    @property
    def because(self) -> str:
        """Why a row was closed."""
        return f"re-evaluation: {self.name}"


def write_new_rules(rules: NewRules, agencies: dict[int, int]) -> Writes:
    """Assignments, coverage and one act each; what was written, in words for the digest."""
    writes: Writes = {pk: Written() for pk in agencies}
    judged_by = _assign(rules, agencies, writes)
    _correct(rules, agencies, judged_by, writes)
    add_rows(
        ParticipationAct,
        {"agency_id": list(agencies.values()), "participation_id": list(agencies)},
        kind=ActKind.REEVALUATED.value,
        effective_on=rules.acted_on or rules.effective_on,
        status_after="",
        detail=rules.name,
        superseded_because="",
        recorded_by_id=rules.viewer.user_id,
    )
    return writes


def _assign(rules: NewRules, agencies: dict[int, int], writes: Writes) -> dict[int, int | None]:
    """Close the assignments from the day on and add the new one; who judged whom on that day."""
    day = rules.effective_on
    rows = list(
        RuleAssignment.objects.filter(
            participation__in=list(agencies), superseded_at=None, valid_to__gt=day
        ).order_by("participation_id", "valid_from")
    )
    spans = dict(
        Coverage.objects.known_now()
        .filter(participation__in=list(agencies), kind=Kind.PARTICIPATION)
        .order_by("-valid_from")
        .values_list("participation_id", "valid_from")
    )
    RuleAssignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        superseded_at=Now(), superseded_because=rules.because
    )
    judged_by: dict[int, int | None] = dict.fromkeys(agencies)
    begins = {pk: max(day, spans[pk]) for pk in agencies}
    added: list[tuple[int, int, date, date]] = []
    for row in rows:
        pk = row.participation_id
        begins[pk] = max(day, min(row.valid_from, begins[pk]))
        judged_by[pk] = judged_by[pk] or row.rule_set_id
        writes[pk].lines.append(f"a{row.pk}")
        if row.valid_from < day:
            added.append((pk, row.rule_set_id, row.valid_from, day))
    added += [(pk, rules.rule_set.pk, begins[pk], FOREVER) for pk in agencies]
    ids, rule_sets, first, end = zip(*added, strict=True)
    add_rows(
        RuleAssignment,
        {
            "agency_id": [agencies[pk] for pk in ids],
            "participation_id": ids,
            "rule_set_id": rule_sets,
            "valid_from": first,
            "valid_to": end,
        },
        superseded_because="",
        recorded_by_id=rules.viewer.user_id,
    )
    return judged_by


@dataclass(frozen=True)
class _Key:
    """One piece of evidence for one requirement of one participation."""

    participation_id: int
    kind: Kind
    evidence_kind: EvidenceKind
    evidence_id: int


def _correct(
    rules: NewRules, agencies: dict[int, int], judged_by: dict[int, int | None], writes: Writes
) -> None:
    """Close and add coverage of the kinds whose clock runs otherwise under the new rules.

    Coverage whose clock runs on as before is left alone, whatever it says.
    """
    demanded = _clocks({rules.rule_set.pk}).get(rules.rule_set.pk, {})
    before = _clocks({pk for pk in judged_by.values() if pk is not None})
    differs = {
        rule_set_id: {
            kind
            for kind, parameters in demanded.items()
            if not _same_clock(kind, before.get(rule_set_id or 0, {}).get(kind), parameters)
        }
        for rule_set_id in set(judged_by.values())
    }
    kinds = set[Kind]().union(*differs.values())
    if not kinds:
        return
    close: list[int] = []
    add: list[tuple[_Key, Period]] = []
    ends: dict[tuple[int, Kind], list[date]] = {}
    corrected: set[tuple[int, Kind]] = set()
    for key, (on, rows) in _evidence(kinds, list(agencies)).items():
        pk, kind = key.participation_id, key.kind
        if kind not in differs[judged_by[pk]]:
            continue
        new = clocked.coverage(kind.name.lower(), on, demanded[kind])
        change = correction(rows, new, rules.effective_on)
        kept = [row.valid_to for row in rows if row not in change.close]
        ends.setdefault((pk, kind), []).extend([*kept, *(p.valid_to for p in change.add)])
        if not change:
            continue
        corrected.add((pk, kind))
        close += [row.pk for row in change.close]
        add += [(key, period) for period in change.add]
        writes[pk].lines += [f"close {row.pk}" for row in change.close]
        writes[pk].lines += [
            f"add {kind} {key.evidence_kind} {key.evidence_id} {p.valid_from} {p.valid_to}"
            for p in change.add
        ]
    for pk, kind in corrected:
        writes[pk].due[kind] = max(ends[pk, kind])
    Coverage.objects.filter(pk__in=close).update(
        superseded_at=Now(), superseded_because=rules.because
    )
    add_rows(
        Coverage,
        {
            "agency_id": [agencies[key.participation_id] for key, _period in add],
            "participation_id": [key.participation_id for key, _period in add],
            "kind": [int(key.kind) for key, _period in add],
            "evidence_kind": [int(key.evidence_kind) for key, _period in add],
            "evidence_id": [key.evidence_id for key, _period in add],
            "valid_from": [period.valid_from for _key, period in add],
            "valid_to": [period.valid_to for _key, period in add],
        },
        superseded_because="",
        recorded_by_id=rules.viewer.user_id,
    )


def _clocks(rule_set_ids: set[int]) -> dict[int, Clocks]:
    found: dict[int, Clocks] = {}
    rows = Requirement.objects.filter(rule_set__in=rule_set_ids, kind__in=CLOCKED)
    for rule_set_id, kind, parameters in rows.values_list("rule_set_id", "kind", "parameters"):
        found.setdefault(rule_set_id, {})[Kind(kind)] = parameters
    return found


def _same_clock(kind: Kind, before: dict[str, object] | None, after: dict[str, object]) -> bool:
    return before is not None and clocked.same_clock(kind.name.lower(), before, after)


def _evidence(kinds: set[Kind], ids: list[int]) -> dict[_Key, tuple[date, list[Row]]]:
    """Each piece of evidence with its day and its open coverage, which may be none yet."""
    found: dict[_Key, tuple[date, list[Row]]] = {}
    begun: set[tuple[int, Kind, date]] = set()
    rows = (
        Coverage.objects.known_now()
        .filter(participation__in=ids, kind__in=kinds)
        .exclude(evidence_kind=EvidenceKind.WAIVER)
        .order_by("participation_id", "kind", "valid_from", "pk")
        .values_list(
            "participation_id", "kind", "evidence_kind", "evidence_id", "pk", "valid_from",
            "valid_to",
        )
    )  # fmt: skip
    for participation_id, kind, evidence_kind, evidence_id, pk, first, end in rows:
        key = _Key(participation_id, Kind(kind), EvidenceKind(evidence_kind), evidence_id)
        # Coverage begins on the day of its evidence: the first row tells the day.
        found.setdefault(key, (first, []))[1].append(Row(pk, first, end))
        begun.add((participation_id, Kind(kind), first))
    for row in evidence_for(kinds, ids):
        if (row.participation_id, row.kind, row.on) not in begun:
            begun.add((row.participation_id, row.kind, row.on))
            key = _Key(row.participation_id, row.kind, row.evidence_kind, row.evidence_id)
            found.setdefault(key, (row.on, []))
    return found
