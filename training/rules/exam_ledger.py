"""The exam ledger: which sitting may be entered next, and when failures disqualify.

R8, R9. JEM form and standard MOA of October 2009, Training of personnel: 70 percent in each exam,
one remedial exam in the whole course, and failing any two exams, the remedial one included,
disqualifies. WSO form: one final exam, one re-take, and a second failure disqualifies. TFM form: no
pass mark and no re-take stated, so those of the WSO form are assumed. MOUs of 2002 to 2009: what
follows a failure is not documented, so nothing disqualifies by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.refusal import Reason
from training.rules.parameters import Parameters, number
from training.rules.words import _

FIRST, SECOND = 1, 2


@dataclass(frozen=True)
class ExamPolicy:
    """`remedial_exams` and `failures_disqualify` are None where the form leaves them open.

    Both count over the whole course. `retry` is the form's word for a second sitting.
    """

    pass_mark: int
    remedial_exams: int | None
    failures_disqualify: int | None
    retry: str = "remedial exam"


@dataclass(frozen=True)
class Sitting:
    """One recorded score. `exam` is the exam's code, `title` what people call it."""

    exam: str
    title: str
    attempt: int
    score: int


def policy_of(parameters: Parameters, course_pass_mark: int) -> ExamPolicy:
    """The policy of a rule set's initial course; a pass mark it leaves open is the course's."""
    pass_mark = number(parameters, "pass_mark")
    retry = parameters.get("retry")
    return ExamPolicy(
        pass_mark=course_pass_mark if pass_mark is None else pass_mark,
        remedial_exams=number(parameters, "remedial_exams"),
        failures_disqualify=number(parameters, "failures_disqualify"),
        retry=retry if isinstance(retry, str) else "remedial exam",
    )


def reasons_not_to_enter(
    sittings: Sequence[Sitting], entry: Sitting, policy: ExamPolicy
) -> list[Reason]:
    """Why this sitting cannot be entered, or corrected to this score.

    `sittings` is everything recorded in the course. One with the same exam and attempt is what
    the entry corrects: it does not stand in its own way.
    """
    others = [s for s in sittings if (s.exam, s.attempt) != (entry.exam, entry.attempt)]
    reasons = []
    if not 0 <= entry.score <= 100:
        reasons.append(Reason(_("Enter a score between 0 and 100."), "score"))
    disqualified = disqualification(others, policy)
    if disqualified is not None:
        reasons.append(Reason(disqualified.text, "attempt", disqualified.rule))
    if entry.attempt == FIRST:
        reasons += _reasons_of_first(others, entry, policy)
    elif entry.attempt == SECOND:
        reasons += _reasons_of_second(others, entry, policy)
    else:
        reasons.append(
            Reason(
                _("There is one exam and one {retry}, no third.").format(retry=_(policy.retry)),
                "attempt",
                "R9",
            )
        )
    return reasons


def next_attempt(
    sittings: Sequence[Sitting], exam: str, title: str, policy: ExamPolicy
) -> int | None:
    """The attempt that may be entered next for an exam; None where there is none."""
    taken = {s.attempt for s in sittings if s.exam == exam}
    for attempt in (FIRST, SECOND):
        if attempt not in taken:
            entry = Sitting(exam, title, attempt, policy.pass_mark)
            return None if reasons_not_to_enter(sittings, entry, policy) else attempt
    return None


def disqualification(sittings: Sequence[Sitting], policy: ExamPolicy) -> Reason | None:
    """The reason why the officer is disqualified by what is recorded; None while not."""
    failed = [s for s in sittings if s.score < policy.pass_mark]
    if policy.failures_disqualify is None or len(failed) < policy.failures_disqualify:
        return None
    which = "; ".join(
        _("{exam}, {score}").format(exam=s.title, score=s.score)
        if s.attempt == FIRST
        else _("{exam}, {retry}, {score}").format(
            exam=s.title, retry=_(policy.retry), score=s.score
        )
        for s in failed
    )
    sentence = _("{count} exams failed ({which}): the form disqualifies the officer.")
    return Reason(sentence.format(count=len(failed), which=which), rule="R9")


def _reasons_of_first(
    others: Sequence[Sitting], entry: Sitting, policy: ExamPolicy
) -> list[Reason]:
    repeated = any(s.exam == entry.exam and s.attempt == SECOND for s in others)
    if repeated and entry.score >= policy.pass_mark:
        sentence = _("A {retry} in {exam} is recorded, so the first one was not passed.")
        text = sentence.format(retry=_(policy.retry), exam=entry.title)
        return [Reason(text, "score", "R9")]
    return []


def _reasons_of_second(
    others: Sequence[Sitting], entry: Sitting, policy: ExamPolicy
) -> list[Reason]:
    first = next((s for s in others if s.exam == entry.exam and s.attempt == FIRST), None)
    if first is None:
        sentence = _("Record the first exam before the {retry}.")
        return [Reason(sentence.format(retry=_(policy.retry)), "attempt", "R9")]
    if first.score >= policy.pass_mark:
        text = _("The first exam was passed; there is nothing to repeat.")
        return [Reason(text, "attempt", "R9")]
    used = [s for s in others if s.attempt == SECOND]
    if policy.remedial_exams is not None and len(used) >= policy.remedial_exams:
        sentence = _("The one {retry} of the course was used in {exam}.")
        where = used[0].title if used else entry.title
        return [Reason(sentence.format(retry=_(policy.retry), exam=where), "attempt", "R9")]
    return []
