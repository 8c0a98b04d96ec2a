"""Evidence that starts a clock, whether or not anybody asked for it when it was recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from training.kinds import EvidenceKind, Kind
from training.models import BroughtTraining, Coverage, Enrollment, Evaluation, SignOff


@dataclass(frozen=True)
class Evidence:
    """A day on which evidence begins to meet a clocked requirement."""

    participation_id: int
    kind: Kind
    on: date
    evidence_kind: EvidenceKind
    evidence_id: int


def evidence_for(kinds: Iterable[Kind], ids: Sequence[int]) -> list[Evidence]:
    """All evidence on record that starts the clock of these kinds, whether or not it is coverage.

    The refresher's: each completed course, here or brought along. The evaluation's: the
    authorization, and each evaluation. What starts no clock by itself (a background check is always
    covered when its result is recorded) is left out.
    """
    found: list[Evidence] = []
    if Kind.REFRESHER in kinds:
        found += _from_coverage(Kind.REFRESHER, Kind.INITIAL_COURSE, ids)
        found += _refreshed_elsewhere(ids)
        refreshed = SignOff.objects.filter(
            participation__in=ids,
            decision=SignOff.Decision.APPROVED,
            enrollment__training_class__course_version__course__fulfills=Kind.REFRESHER,
        ).values_list("participation", "enrollment__ends_on", "pk")
        found += [Evidence(p, Kind.REFRESHER, on, EvidenceKind.SIGN_OFF, pk)
                  for p, on, pk in refreshed]  # fmt: skip
        taken_over = Enrollment.objects.filter(
            participation__in=ids,
            paper__isnull=False,
            state=Enrollment.State.IMPORTED,
            training_class__course_version__course__fulfills=Kind.REFRESHER,
        ).values_list("participation", "ends_on", "paper")
        found += [Evidence(p, Kind.REFRESHER, on, EvidenceKind.PAPER, pk)
                  for p, on, pk in taken_over]  # fmt: skip
    if Kind.EVALUATION in kinds:
        found += _from_coverage(Kind.EVALUATION, Kind.AUTHORIZATION, ids)
        evaluated = Evaluation.objects.filter(participation__in=ids).values_list(
            "participation", "evaluated_on", "pk"
        )
        found += [Evidence(p, Kind.EVALUATION, on, EvidenceKind.EVALUATION, pk)
                  for p, on, pk in evaluated]  # fmt: skip
    return found


def _refreshed_elsewhere(ids: Sequence[int]) -> list[Evidence]:
    """Refreshers of an earlier agency, brought along with the course that is counted here."""
    counted = dict(
        Coverage.objects.known_now()
        .filter(
            participation__in=ids,
            kind=Kind.INITIAL_COURSE,
            evidence_kind=EvidenceKind.BROUGHT_TRAINING,
        )
        .values_list("participation", "evidence_id")
    )
    rows = BroughtTraining.objects.filter(pk__in=counted.values(), refreshed_on__isnull=False)
    days = dict(rows.values_list("pk", "refreshed_on"))
    return [
        Evidence(p, Kind.REFRESHER, days[pk], EvidenceKind.BROUGHT_TRAINING, pk)
        for p, pk in counted.items()
        if pk in days
    ]


def _from_coverage(kind: Kind, met: Kind, ids: Sequence[int]) -> list[Evidence]:
    """What meets `met` starts the clock of `kind` on the day on which it begins to."""
    rows = (
        Coverage.objects.known_now()
        .filter(participation__in=ids, kind=met)
        .exclude(evidence_kind=EvidenceKind.WAIVER)
        .values_list("participation", "valid_from", "evidence_kind", "evidence_id")
    )
    return [Evidence(p, kind, on, EvidenceKind(e), pk) for p, on, e, pk in rows]
