"""Records that contradict each other: looking for them, and settling what was found.

A flag stays until a person settles it with a coded reason. It comes back only when its facts have
changed.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models.functions import Now

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.models import Flag, Participation
from training.rules import disposition as rule
from training.rules.conflicts import conflicts_of, key_of
from training.selectors.conflict_facts import histories
from training.selectors.entered_by import author_ids
from training.selectors.separation_of_duties import reasons_to_stand_aside
from training.services.acts import locked_participation

# Participations at once: more would make the lists in the queries long, fewer the queries many.
CHUNK = 1000


def detect(viewer: Viewer, participations: Iterable[int]) -> int:
    """Compare the records of these participations and flag what contradicts; how many flags.

    `participations` are ids; what the viewer may not see is left out. The queries are the same
    number for each chunk of 1,000. Importers and services call it at their end, under their own
    permission; it holds the locks of the participations until the transaction ends.
    """
    return sum(_detect(viewer, chunk) for chunk in _chunks(participations))


def dispose(viewer: Viewer, flag: Flag, *, disposition: str, evidence: str) -> Flag:
    """Settle a flag: what was found, by which document. Compliance follows at once.

    Raises `Refused` for one's own record, for records that one entered, and for a flag that is
    settled already; `Flag.DoesNotExist` outside the viewer's agencies.
    """
    viewer.must(Permission.DISPOSE_FLAGS)
    row: Flag = Flag.objects.visible_to(viewer, Permission.DISPOSE_FLAGS).get(pk=flag.pk)
    participation = locked_participation(viewer, Permission.DISPOSE_FLAGS, row.participation)
    # Read again: another person may have settled it while this one waited for the lock.
    row.refresh_from_db()
    evidence = " ".join(evidence.split())
    refuse_if(
        rule.reasons_not_to_dispose(_facts(viewer, row, participation, disposition, evidence))
    )
    Flag.objects.filter(pk=row.pk).update(
        disposed_at=Now(),
        disposed_by=viewer.signer_id,
        disposition=disposition,
        disposition_evidence=evidence,
    )
    row.refresh_from_db()
    return row


def reasons_not_to_settle(viewer: Viewer, flag: Flag) -> list[Reason]:
    """Why this person cannot settle the flag, whatever they found: the page says it first."""
    facts = _facts(viewer, flag, flag.participation, Flag.Disposition.EXPLAINED, "any document")
    return rule.reasons_not_to_dispose(facts)


def _facts(
    viewer: Viewer, flag: Flag, participation: Participation, disposition: str, evidence: str
) -> rule.DispositionFacts:
    return rule.DispositionFacts(
        is_open=flag.disposed_at is None,
        disposition=disposition,
        dispositions=Flag.Disposition.values,
        evidence=evidence,
        stand_aside=reasons_to_stand_aside(viewer, participation),
        entered_by_person=viewer.user_id in author_ids(participation.pk),
    )


def _detect(viewer: Viewer, ids: list[int]) -> int:
    agencies = dict(
        Participation.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk", "agency_id")
    )
    known = {
        (pk, code, key_of(facts))
        for pk, code, facts in Flag.objects.filter(participation__in=agencies).values_list(
            "participation_id", "code", "facts"
        )
    }
    new = [
        Flag(
            agency_id=agencies[pk],
            participation_id=pk,
            code=conflict.code,
            facts=conflict.facts,
            affected_from=conflict.affected_from,
            recorded_by_id=viewer.user_id,
        )
        for pk, history in histories(agencies).items()
        for conflict in conflicts_of(history)
        if (pk, conflict.code, key_of(conflict.facts)) not in known
    ]
    Flag.objects.bulk_create(new)
    return len(new)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(set(ids)))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
