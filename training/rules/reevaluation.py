"""What another rule set makes of evidence that is on record, from a day on.

The days before are not touched: an officer who was covered then stays covered then. Coverage that
the new parameters make shorter ends on its new due date, but not before the day on which they take
effect, which is the day by which the officer has to have done something. Coverage that they make
longer gets a second row from that day; the due date is the latest end among the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.periods import Period
from training.rules.words import _, on_day


@dataclass(frozen=True)
class Row:
    """One open row of coverage."""

    pk: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Correction:
    """Rows to close, and the periods to add in their place."""

    close: tuple[Row, ...] = ()
    add: tuple[Period, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.close or self.add)


def correction(rows: Sequence[Row], new: Period, effective_on: date) -> Correction:
    """What changes in the rows of one piece of evidence, of which the new rules make `new`.

    Without rows nobody had asked for what the evidence meets: then it is covered as if somebody
    had. Before `effective_on` that says nothing, as the rules of those days do not ask it.
    """
    if not rows:
        return Correction(add=(new,))
    latest = max(row.valid_to for row in rows)
    if new.valid_to > latest:
        first = max(new.valid_from, effective_on)
        return Correction(add=(Period(first, new.valid_to),) if first < new.valid_to else ())
    end = max(new.valid_to, effective_on)
    close = tuple(row for row in rows if row.valid_to > end)
    kept = {Period(row.valid_from, end) for row in close if row.valid_from < end}
    return Correction(close, tuple(sorted(kept)))


def reasons_not_to_reevaluate(
    *,
    effective_on: date,
    today: date,
    is_published: bool,
    is_in_force: bool,
    later: Iterable[tuple[str, date]],
) -> list[Reason]:
    """Why a form's officers cannot be judged by a rule set from that day; all at once.

    `is_in_force` on that day; `later`: name and day of re-evaluations of the same form that take
    effect after it.
    """
    reasons = []
    if not is_published:
        reasons.append(Reason(_("These rules are not published."), "rule_set"))
    elif not is_in_force:
        sentence = _("On {day} another version of these rules is in force.")
        reasons.append(Reason(sentence.format(day=on_day(effective_on)), "rule_set"))
    if effective_on < today:
        sentence = _("{day} has passed. The past stays judged by the rules of its time.")
        reasons.append(Reason(sentence.format(day=on_day(effective_on)), "effective_on"))
    for name, day in later:
        sentence = _("“{name}” is applied already and takes effect on {day}, after this day.")
        reasons.append(Reason(sentence.format(name=name, day=on_day(day)), "effective_on"))
    return reasons


def reasons_not_to_apply(
    *,
    applied_by: str,
    applied_on: date | None,
    is_preparer: bool,
    is_shown: bool,
    is_empty: bool = False,
) -> list[Reason]:
    """Why a prepared re-evaluation is not applied by this person now."""
    if applied_on is not None:
        sentence = _("{who} applied it on {day}.")
        return [Reason(sentence.format(who=applied_by, day=on_day(applied_on)))]
    reasons = []
    if is_preparer:
        reasons.append(Reason(_("You prepared it. Another program manager has to apply it.")))
    if is_empty:
        reasons.append(Reason(_("Nobody is left to judge anew: these rules judge them already.")))
    if not is_shown:
        reasons.append(reason_it_changed())
    return reasons


def reason_it_changed() -> Reason:
    """The preview that was shown is not what would be written now."""
    return Reason(_("The records have changed since this preview was made. Look at the new one."))
