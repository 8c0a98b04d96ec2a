"""Authority that contradicts the certification, the agreement or the form.

Certified comes before authorized, and both under a signed agreement: INA 287(g)(2), JEM and WSO
forms, Certification and authorization; TFM form section IX. How long an authorization holds: R13.
"""

from collections.abc import Iterator

from training.rules.conflict_facts import (
    AuthorizationFact,
    Conflict,
    HistoryFacts,
)
from training.rules.periods import FOREVER, add_months


def authorized_never_certified(history: HistoryFacts) -> Iterator[Conflict]:
    """Authorized, and no certification on record. Compliance calls it missing already."""
    if history.certified_on is None and history.authorizations:
        first = min(history.authorizations, key=lambda row: row.period)
        yield Conflict("authorized_never_certified", _begun(first))


def authorized_before_certified(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority that began before the certification."""
    certified_on = history.certified_on
    for row in history.authorizations:
        first = row.period.valid_from
        if certified_on is not None and first < certified_on:
            facts = {**_begun(row), "certified": certified_on.isoformat()}
            yield Conflict("authorized_before_certified", facts, first)


def authorized_before_agreement(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority that began before the agreement was signed."""
    signed_on = history.agreement_signed_on
    for row in history.authorizations:
        first = row.period.valid_from
        if first < signed_on:
            facts = {**_begun(row), "signed": signed_on.isoformat()}
            yield Conflict("authorized_before_agreement", facts, first)


def authorized_too_long(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority for longer than the form gives: two years (TFM), one year (standard MOA)."""
    for row in history.authorizations:
        if row.months is None:
            continue
        first = row.period.valid_from
        allowed = add_months(first, row.months)
        if row.period.valid_to > allowed:
            facts = {**_held(row), "allowed": allowed.isoformat()}
            yield Conflict("authorized_too_long", facts, first)


def authority_past_end(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority given or left open past the agreement's end, or used past its own.

    A term that has not run out ends authority by itself, so an authorization may reach beyond it;
    an act that ended the agreement closes every authorization.
    """
    end = history.agreement_ended_on
    for row in history.authorizations:
        begins_after = row.period.valid_from >= end
        if begins_after or (history.ended_by_act and row.period.valid_to > end):
            yield Conflict("authority_past_end", {**_held(row), "ended": end.isoformat()})
    for day in history.evaluated_on:
        if not any(row.period.covers(day) for row in history.authorizations):
            yield Conflict("authority_past_end", {"evaluated": day.isoformat()})


def _begun(row: AuthorizationFact) -> dict[str, str | None]:
    return {"letter": row.letter, "from": row.period.valid_from.isoformat()}


def _held(row: AuthorizationFact) -> dict[str, str | None]:
    last = row.period.valid_to
    return {**_begun(row), "until": None if last == FOREVER else last.isoformat()}
