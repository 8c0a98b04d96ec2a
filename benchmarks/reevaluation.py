"""A re-evaluation of 100,000 participations: time, and what the process holds in memory.

Both clocked requirements get another interval, so that every participation has its rule
assignment and two rows of coverage closed and corrected, one act and its standing anew. Memory is
read from the kernel: it must not grow with the nation.
"""

import time
from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from benchmarks.measure import Figure
from benchmarks.memory import Peak, give_back, resident
from benchmarks.viewers import rows
from training.kinds import Kind
from training.models import Requirement, RuleSet
from training.selectors.rule_set import digest_of
from training.services.reevaluation import apply, prepare
from training.services.rule_set import approve, draft_from, propose

LIMIT_MB = 100


def reevaluation_figures(officers: int) -> list[Figure]:
    """Preview and act, once each: nobody does it twice. Under the web login."""
    with acting_as(Viewer.system("benchmark")):
        users = [User.objects.create_user(email=f"m{n}@example.com", name=f"M{n}") for n in (1, 2)]
    first, second = (
        Viewer(user_id=user.pk, name=user.name, role=PROGRAM_MANAGER, agency_ids=None)
        for user in users
    )
    with acting_as(first):
        source = RuleSet.objects.get(form_revision__code="WSO-2025-02-15")
        draft = draft_from(first, source, first.today)
        draft.requirements.filter(kind=Kind.EVALUATION).update(
            is_binding=True, parameters={"days": 120}
        )
        Requirement.objects.create(
            rule_set=draft,
            kind=Kind.REFRESHER,
            parameters={"months": 12, "clock": "anniversary"},
            clause="A refresher every year.",
            source="Benchmark",
            mark="sourced",
        )
        propose(first, draft)
        rules = approve(second, draft, digest=digest_of(draft))
    give_back()
    before, peak = resident(), Peak()
    with peak, acting_as(first):
        preview, made = _timed(
            lambda: prepare(
                first, name="Yearly", reason="B", rule_set=rules, effective_on=first.today
            )
        )
        standing, _found = _timed(lambda: rows(_STANDING))

    def act_and_commit() -> None:
        with acting_as(second):
            apply(second, made, digest=made.digest)

    with peak:
        act, _done = _timed(act_and_commit)
    grown = max(0.1, peak.highest - before)
    judged = made.counts["judged"]
    name, floor = f"Re-evaluating {judged:,}", "standing of 2,000 computed"
    limit = f"a limit of {LIMIT_MB} MB"
    return [
        Figure(f"{name}, preview", officers, preview, floor, standing),
        Figure(f"{name}, the act", officers, act, floor, standing),
        Figure(f"{name}, memory grown, MB", officers, grown, limit, LIMIT_MB, 1),
    ]


_STANDING = """select count(*) from standing_of(
  (select array_agg(id) from (select id from training_participation limit 2000) few), 'infinity')"""


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    begun = time.perf_counter()
    found = act()
    return (time.perf_counter() - begun) * 1000, found
