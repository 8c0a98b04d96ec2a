"""An agreement of two thousand authorizations is suspended, against the same rows written bare."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db import connection

from accounts.viewer import acting_as
from agencies.models import Agreement
from agencies.states import ActKind
from benchmarks.data import TOGETHER as AGENCY
from benchmarks.measure import Figure, medians
from benchmarks.viewers import NATION, UndoneError, rows, undone
from training.services.agreement_act import record_agreement_act

# Everything that suspending writes, in statements of sets: the act, the authorizations and their
# coverage closed and written shorter, an act and a task for each officer, the notice. Keys,
# exclusion constraints, row policies and history hold here as there; standing is left alone.
_BARE = (
    "select set_config('app.restand_later', 'on', true)",
    """insert into agencies_agreementact
      (kind, effective_on, evidence, agency_id, agreement_id, recorded_by_id)
    values ('suspended', %(day)s, 'B', %(agency)s, %(agency)s, 1)""",
    """update training_authorization set superseded_at = now(), superseded_because = 'B'
    where agency_id = %(agency)s and superseded_at is null and valid_to > %(day)s""",
    """insert into training_authorization (uuid, valid_from, valid_to, letter, superseded_because,
      agency_id, participation_id, recorded_by_id)
    select gen_random_uuid(), valid_from, %(day)s, letter, '', agency_id, participation_id, 1
    from training_authorization where agency_id = %(agency)s and superseded_at = now()""",
    """update training_coverage set superseded_at = now(), superseded_because = 'B'
    where agency_id = %(agency)s and kind = 7 and superseded_at is null and valid_to > %(day)s""",
    """insert into training_coverage (kind, valid_from, valid_to, evidence_kind, evidence_id,
      superseded_because, agency_id, participation_id, recorded_by_id)
    select 7, c.valid_from, %(day)s, c.evidence_kind, a.id, '', c.agency_id, c.participation_id, 1
    from training_coverage c join training_authorization a using (participation_id)
    where c.agency_id = %(agency)s and c.kind = 7 and c.superseded_at = now()
      and a.superseded_at is null and a.valid_to = %(day)s""",
    """insert into training_participationact (uuid, kind, effective_on, status_after, detail,
      superseded_because, agency_id, participation_id, recorded_by_id)
    select gen_random_uuid(), 'agreement_suspended', %(day)s, 'suspended', 'B', '', agency_id,
      participation_id, 1
    from training_authorization where agency_id = %(agency)s and superseded_at = now()""",
    """insert into training_credentialreturn
      (uuid, opened_on, agency_id, participation_id, recorded_by_id)
    select gen_random_uuid(), %(day)s, agency_id, participation_id, 1
    from training_authorization where agency_id = %(agency)s and superseded_at = now()""",
    """insert into training_notice
      (uuid, kind, started_at, due_at, agency_id, agreement_act_id, recorded_by_id)
    select gen_random_uuid(), 'termination', now(), now(), agency_id, max(id), 1
    from agencies_agreementact where agency_id = %(agency)s group by 4, agency_id""",
)
_WRITTEN = """
select
  (select count(*) from training_authorization where agency_id = %s and superseded_at >= now()),
  (select count(*) from training_authorization where agency_id = %s and recorded_at >= now()),
  (select count(*) from training_coverage where agency_id = %s and superseded_at >= now()),
  (select count(*) from training_coverage where agency_id = %s and recorded_at >= now()),
  (select count(*) from training_participationact where agency_id = %s and recorded_at >= now()),
  (select count(*) from training_credentialreturn where agency_id = %s),
  (select count(*) from training_notice where agency_id = %s)
"""


def suspension(officers: int, day: date, rounds: int) -> Iterator[Figure]:
    """Both are rolled back once their keys are checked, so that each round meets the same rows."""
    floor = "the bare writes"
    counted = _counted(_write, day)
    assert _counted(_suspend, day) == counted
    cases = {
        "suspend": partial(undone, partial(_suspend, day)),
        floor: partial(undone, partial(_write, day)),
    }
    ms = medians(cases, max(2, rounds // 6), warm=1)
    name = f"Suspending an agreement of {counted[0]:,}"
    yield Figure(name, officers, ms["suspend"], floor, ms[floor], 4)


def _suspend(day: date, then: Callable[[], None] | None = None) -> None:
    with acting_as(NATION):
        agreement = Agreement.objects.get(pk=AGENCY)
        record_agreement_act(
            NATION, agreement, kind=ActKind.SUSPENDED, effective_on=day, evidence="B"
        )
        _undo(then)


def _write(day: date, then: Callable[[], None] | None = None) -> None:
    with acting_as(NATION), connection.cursor() as cursor:
        for statement in _BARE:
            cursor.execute(statement, {"day": day, "agency": AGENCY})
        _undo(then)


def _undo(then: Callable[[], None] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    if then is not None:
        then()
    raise UndoneError


def _counted(act: Callable[[date, Callable[[], None]], None], day: date) -> tuple[int, ...]:
    """How many rows of each table are written: the floor leaves none out."""
    found: list[tuple[int, ...]] = []
    undone(partial(act, day, lambda: found.extend(rows(_WRITTEN, *[AGENCY] * 7))))
    return found[0]
