"""What the agencies did of what their agreements ask of them: most of it, as agencies do."""

import random
from collections.abc import Iterable
from datetime import date, timedelta

from agencies.models import AgreementAct
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import ActKind, AgreementState
from demo.rows import Clock, Rows
from demo.terms import Terms
from training.kinds import Kind
from training.models import Authorization, DutyDone
from training.rules.periods import add_months

_DOCUMENTS = {
    Kind.REVIEW_MEETING: "Minutes of {day:%Y-%m-%d}",
    Kind.AGREEMENT_REVIEW: "Review memo of {day:%Y-%m-%d}",
    Kind.INTERPRETER_LIST: "List of {day:%Y-%m-%d}",
    Kind.POSTERS: "Photo of {day:%Y-%m-%d}",
}
# Of a hundred agencies, how many have done each; of the meetings it is each year anew.
_DONE = {
    Kind.REVIEW_MEETING: 90,
    Kind.AGREEMENT_REVIEW: 70,
    Kind.INTERPRETER_LIST: 85,
    Kind.POSTERS: 80,
}


def add_duties(
    rows: Rows, rng: random.Random, clock: Clock, today: date, agreed: Iterable[Terms]
) -> None:
    """Record meetings, reviews, lists and posters as services.duty.record_duty does."""
    operational = _operational(rows)
    ended = _ended(rows)
    for terms in agreed:
        agreement = terms.agreement
        last = min(today, ended.get(id(agreement), today)) - timedelta(days=1)
        first = operational.get(id(agreement))
        if first is None:
            continue
        for kind, share in _DONE.items():
            if kind not in terms.parameters:
                continue
            months = terms.parameters[kind].get("interval_months")
            begins = agreement.signed_on if kind is Kind.AGREEMENT_REVIEW else first
            for day in _days(begins, last, months, rng):
                if rng.randrange(100) < share:
                    _add(rows, clock, terms, kind, day)


def _days(first: date, last: date, months: int | None, rng: random.Random) -> list[date]:
    """Some weeks before each due day; where nothing recurs, a while after the first day."""
    if months is None:
        days = [first + timedelta(days=rng.randrange(5, 60))]
    else:
        count = (last - first).days // 28 // months + 1
        due = [add_months(first, months * n) for n in range(1, count + 1)]
        days = [day - timedelta(days=rng.randrange(3, 40)) for day in due]
    weekdays = [day - timedelta(days=max(0, day.weekday() - 4)) for day in days]
    return [day for day in weekdays if first <= day <= last]


def _add(rows: Rows, clock: Clock, terms: Terms, kind: Kind, day: date) -> None:
    by_ice = kind in (Kind.REVIEW_MEETING, Kind.AGREEMENT_REVIEW)
    rows.add(
        DutyDone(
            agency=terms.place.agency,
            agreement=terms.agreement,
            kind=kind,
            done_on=day,
            evidence=_DOCUMENTS[kind].format(day=day),
            recorded_at=clock.at(day, terms.place.agency.time_zone),
            recorded_by=terms.place.manager if by_ice else terms.place.administrator,
        )
    )


def _operational(rows: Rows) -> dict[int, date]:
    """The first authorization under each agreement, by the agreement's identity in memory."""
    first: dict[int, date] = {}
    for row in rows.of(Authorization):
        key = id(row.participation.agreement)
        first[key] = min(row.valid_from, first.get(key, row.valid_from))
    return first


def _ended(rows: Rows) -> dict[int, date]:
    return {
        id(act.agreement): act.effective_on
        for act in rows.of(AgreementAct)
        if STATE_AFTER.get(ActKind(act.kind)) in (AgreementState.ENDED, AgreementState.SUSPENDED)
    }
