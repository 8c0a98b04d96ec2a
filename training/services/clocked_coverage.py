"""Coverage from evidence that meets a requirement for a time."""

from datetime import date

from accounts.viewer import Viewer
from training.kinds import EvidenceKind, Kind
from training.models import Coverage, Participation
from training.rules import clocked
from training.selectors.facts import requirement_on
from training.services.acts import cover


def cover_for_a_time(
    viewer: Viewer,
    participation: Participation,
    kind: Kind,
    on: date,
    evidence: EvidenceKind,
    evidence_id: int,
    *,
    judged_on: date | None = None,
) -> Coverage | None:
    """Cover `kind` from the day of the evidence, as long as the form says; None where it does not
    ask. The rules are those of `judged_on`, by default the day of the evidence.
    """
    requirement = requirement_on(participation, kind, judged_on or on)
    if requirement is None:
        return None
    period = clocked.coverage(kind.name.lower(), on, requirement.parameters)
    return cover(viewer, participation, kind, period, evidence, evidence_id)
