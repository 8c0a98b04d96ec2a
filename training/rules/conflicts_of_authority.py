"""Authority that contradicts the certification, the agreement or the form.

Certified comes before authorized, and both under a signed agreement: INA 287(g)(2), JEM and WSO
forms, Certification and authorization; TFM form section IX. How long an authorization holds: R13.
"""

from collections.abc import Iterator

from training.rules.conflict_facts import (
    AuthorizationFact,
    Conflict,
    HistoryFacts,
    in_words,
    period_in_words,
)
from training.rules.periods import add_months


def authorized_never_certified(history: HistoryFacts) -> Iterator[Conflict]:
    """Authorized, and no certification on record. Compliance calls it missing already."""
    if history.certified_on is None and history.authorizations:
        first = min(history.authorizations, key=lambda row: row.period)
        detail = f"{_letter(first)} from {in_words(first.period.valid_from)}"
        yield Conflict("authorized_never_certified", f"{detail}; no certification on record")


def authorized_before_certified(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority that began before the certification."""
    certified_on = history.certified_on
    for row in history.authorizations:
        first = row.period.valid_from
        if certified_on is not None and first < certified_on:
            detail = f"{_letter(row)} from {in_words(first)}; certified {in_words(certified_on)}"
            yield Conflict("authorized_before_certified", detail, first)


def authorized_before_agreement(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority that began before the agreement was signed."""
    signed_on = history.agreement_signed_on
    for row in history.authorizations:
        first = row.period.valid_from
        if first < signed_on:
            detail = f"{_letter(row)} from {in_words(first)}; signed {in_words(signed_on)}"
            yield Conflict("authorized_before_agreement", detail, first)


def authorized_too_long(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority for longer than the form gives: two years (TFM), one year (standard MOA)."""
    for row in history.authorizations:
        if row.months is None:
            continue
        first = row.period.valid_from
        allowed = add_months(first, row.months)
        if row.period.valid_to > allowed:
            detail = f"{_letter(row)} holds {period_in_words(row.period)}; at most until"
            yield Conflict("authorized_too_long", f"{detail} {in_words(allowed)}", first)


def authority_past_end(history: HistoryFacts) -> Iterator[Conflict]:
    """Authority given or left open past the agreement's end, or used past its own.

    A term that has not run out ends authority by itself, so an authorization may reach beyond it;
    an act that ended the agreement closes every authorization.
    """
    end = history.agreement_ended_on
    for row in history.authorizations:
        begins_after = row.period.valid_from >= end
        if begins_after or (history.ended_by_act and row.period.valid_to > end):
            detail = f"{_letter(row)} holds {period_in_words(row.period)}; the agreement ended"
            yield Conflict("authority_past_end", f"{detail} {in_words(end)}")
    for day in history.evaluated_on:
        if not any(row.period.covers(day) for row in history.authorizations):
            detail = f"Evaluated {in_words(day)}; no authorization covers that day"
            yield Conflict("authority_past_end", detail)


def _letter(row: AuthorizationFact) -> str:
    return f"Letter {row.letter}" if row.letter else "Authorization"
