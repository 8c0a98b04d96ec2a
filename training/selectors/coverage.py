"""Coverage of one participation: which rows there are, and the chart of twelve months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models.rows import FOREVER
from agencies.selectors.as_recorded import as_recorded
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation, RuleAssignment
from training.rules import requirement_words as words
from training.rules.requirement_state import CoverageFact, latest_row
from training.rules.words import on_day
from training.selectors.known import known_at

# Drawn in the chart even while open-ended; what is done once and for all is not.
_DRAWN = frozenset(
    {
        Kind.BACKGROUND_CHECK,
        Kind.AUTHORIZATION,
        Kind.SUPERVISOR,
        Kind.REFRESHER,
        Kind.ANNUAL_TRAINING,
        Kind.EVALUATION,
    }
)


@dataclass(frozen=True)
class CoverageSpan:
    """A stretch in which a requirement was met, waived or neither, half-open."""

    start: date
    end: date
    met: bool
    label: str = ""
    waived: bool = False


@dataclass(frozen=True)
class CoverageRow:
    """One requirement's row of the twelve-months chart. Advice never lowers compliance."""

    kind: Kind
    label: str
    periods: tuple[CoverageSpan, ...]
    note: str = ""
    advisory: bool = False


def assignment_on(
    participation: Participation, day: date, known: datetime | None = None
) -> RuleAssignment | None:
    """The rule set that judges the participation on `day`, with its requirements. Two queries."""
    return assignments_on([participation.pk], day, known).get(participation.pk)


def assignments_on(
    participation_ids: Sequence[int], day: date, known: datetime | None = None
) -> dict[int, RuleAssignment]:
    """The same by participation; who is absent is judged by none. Two queries, and at a moment one
    more, for the titles of forms on record by it."""
    rows = (
        known_at(RuleAssignment.objects.filter(participation__in=participation_ids), known)
        .filter(valid_from__lte=day, valid_to__gt=day)
        .select_related("rule_set__form_revision")
        .prefetch_related("rule_set__requirements")
    )
    found = {row.participation_id: row for row in rows}
    as_recorded((row.rule_set.form_revision for row in found.values()), known)
    return found


def coverage_of(
    participation: Participation, known: datetime | None = None
) -> dict[Kind, list[CoverageFact]]:
    """Coverage by kind, as known now or at a moment. One query."""
    return coverages_of([participation.pk], known).get(participation.pk, {})


def coverages_of(
    participation_ids: Sequence[int], known: datetime | None = None
) -> dict[int, dict[Kind, list[CoverageFact]]]:
    """The same by participation. One query."""
    found: dict[int, dict[Kind, list[CoverageFact]]] = {}
    rows = known_at(Coverage.objects.filter(participation__in=participation_ids), known)
    for pk, kind, valid_from, valid_to, evidence_kind, evidence_id in rows.order_by(
        "id"
    ).values_list(
        "participation_id", "kind", "valid_from", "valid_to", "evidence_kind", "evidence_id"
    ):
        found.setdefault(pk, {}).setdefault(Kind(kind), []).append(
            CoverageFact(
                valid_from,
                valid_to,
                (EvidenceKind(evidence_kind), evidence_id),
                is_waiver=evidence_kind == EvidenceKind.WAIVER,
            )
        )
    return found


def coverage_periods(
    participation: Participation,
    from_day: date,
    to_day: date,
    today: date,
    known: datetime | None = None,
) -> list[CoverageRow]:
    """Met and not met in [from_day, to_day) for each requirement that falls due again, or has.

    The rule set is that of `today`. A requirement counts as not met from the day on which it was
    first met, never before; ahead of today a gap is only shown where coverage ends, as a note.
    """
    assignment = assignment_on(participation, today, known)
    if assignment is None:
        return []
    coverage = coverage_of(participation, known)
    span_end = max((row.valid_to for row in coverage.get(Kind.PARTICIPATION, ())), default=to_day)
    rows = []
    for requirement in assignment.rule_set.requirements.all():
        kind = Kind(requirement.kind)
        spans = _spans(coverage.get(kind, []), min(today, span_end))
        within = [s for s in spans if s.start < to_day and s.end > from_day]
        if not within or not (kind in _DRAWN or any(s.end < FOREVER for s in spans)):
            continue
        periods = tuple(
            CoverageSpan(
                max(s.start, from_day), min(s.end, to_day), s.met, _until(s), waived=s.waived
            )
            for s in within
        )
        heading = words.heading(kind.name.lower(), str(kind.label), requirement.parameters)
        note = _note(within[-1])
        rows.append(CoverageRow(kind, heading, periods, note, not requirement.is_binding))
    return rows


def _until(span: CoverageSpan) -> str:
    if span.waived:
        return _("waived until {day}").format(day=on_day(span.end))
    if not span.met:
        return ""
    if span.end == FOREVER:
        return _("no end")
    return _("until {day}").format(day=on_day(span.end))


def _note(last: CoverageSpan) -> str:
    if last.met or last.waived:
        return ""
    days = (last.end - last.start).days
    return ngettext("not met, {n} day", "not met, {n} days", days).format(n=days)


def _spans(coverage: Iterable[CoverageFact], judged_until: date) -> list[CoverageSpan]:
    """Stretches that are met, waived or neither, from the first day on until `judged_until`.

    Each is judged by the row that decides its first day, as the requirement's state is.
    """
    rows = list(coverage)
    ends = sorted({day for row in rows for day in (row.valid_from, row.valid_to)})
    spans: list[CoverageSpan] = []
    for start, end in pairwise(ends):
        row = latest_row(rows, start)
        covered = row is not None and row.valid_to > start
        waived = covered and row is not None and row.is_waiver
        _add(spans, CoverageSpan(start, end, met=covered and not waived, waived=waived))
    if spans and spans[-1].end < judged_until:
        _add(spans, CoverageSpan(spans[-1].end, judged_until, met=False))
    return spans


def _add(spans: list[CoverageSpan], span: CoverageSpan) -> None:
    last = spans[-1] if spans else None
    if last is not None and (last.met, last.waived) == (span.met, span.waived):
        spans[-1] = replace(last, end=span.end)
    else:
        spans.append(span)
