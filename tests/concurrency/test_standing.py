"""Two sessions write about one participation at once, and standing is behind neither of them."""

from datetime import timedelta

from accounts.viewer import acting_as
from tests.concurrency.conftest import SYSTEM
from tests.support import chain
from training.kinds import EvidenceKind, Kind
from training.models import Participation
from training.selectors.standing import differences
from training.services.acts import cover

PAIRS = 30


def test_two_writers_of_coverage_leave_no_stale_standing(at_once, cast):
    with acting_as(SYSTEM):
        row = chain.nominated(cast)
    stale = []
    for number in range(PAIRS):
        begins = cast.today + timedelta(days=number * 20)

        def write(kind: Kind, days: int, begins=begins):
            period = (begins, begins + timedelta(days=days))
            return cover(cast.manager, row, kind, period, EvidenceKind.ACT, 0)

        at_once(
            (cast.manager, lambda w=write: w(Kind.CERTIFICATION, 9)),
            (cast.manager, lambda w=write: w(Kind.AUTHORIZATION, 11)),
        )
        with acting_as(SYSTEM):
            stale += differences(row.pk, row.pk)
    assert stale == []


def test_two_writers_of_several_participations_in_opposite_order_take_turns(at_once, cast):
    with acting_as(SYSTEM):
        rows = [chain.nominated(cast) for _ in range(2)]
    period = (cast.today, cast.today + timedelta(days=10))

    def both(kind: Kind, order: list[Participation]):
        locked = Participation.objects.filter(pk__in=[row.pk for row in order])
        list(locked.select_for_update(no_key=True).order_by("pk"))
        return [cover(cast.manager, row, kind, period, EvidenceKind.ACT, 0) for row in order]

    at_once(
        (cast.manager, lambda: both(Kind.CERTIFICATION, rows)),
        (cast.manager, lambda: both(Kind.AUTHORIZATION, rows[::-1])),
    )
    with acting_as(SYSTEM):
        assert differences(rows[0].pk, rows[1].pk) == []
