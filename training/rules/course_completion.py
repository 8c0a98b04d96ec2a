"""What a training record still lacks: every day and every exam, each by name, all at once.

R7, length and attendance: JEM form, Training of personnel (four weeks, 160 hours); WSO and TFM
forms by the course's own days. R8, pass mark: 70 percent in each exam (JEM form, WSO form); TFM
assumed. Hours and pass mark are those of the form that judges the officer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.words import _, on_day

ATTENDANCE, EXAM = "attendance", "exam"


@dataclass(frozen=True)
class DayFact:
    """One day on which the class meets. `hours` is None where nothing is recorded."""

    day: date
    number: int | None
    hours_due: int
    hours: int | None


@dataclass(frozen=True)
class ExamFact:
    """One exam with its scores in percent, in the order of the sittings."""

    title: str
    pass_mark: int
    scores: Sequence[int]


@dataclass(frozen=True)
class LengthFact:
    """The hours that the form asks, None where it leaves them open, and those of the course.

    Of the course as it is taught: a federal holiday that takes a day out is not made up.
    """

    asked: int | None
    given: int

    @property
    def is_too_short(self) -> bool:
        """Whether the course gives fewer hours than the form asks."""
        return self.asked is not None and self.given < self.asked

    @property
    def sentence(self) -> str:
        """Both figures, for a course that is too short."""
        sentence = _("The form asks {asked} hours, and the course has {given}.")
        return sentence.format(asked=self.asked, given=self.given)


@dataclass(frozen=True)
class Missing:
    """One thing that a record lacks. `code` is the reason code under which it would return."""

    text: str
    code: str
    rule: str

    def as_reason(self) -> Reason:
        """The same as a reason, at the field of its code."""
        return Reason(self.text, self.code, self.rule)


def missing_from_record(
    days: Iterable[DayFact], exams: Iterable[ExamFact], length: LengthFact | None = None
) -> list[Missing]:
    """Everything that is missing; an empty list means that the record is complete."""
    missing = []
    if length is not None and length.is_too_short:
        missing.append(Missing(length.sentence, ATTENDANCE, "R7"))
    missing += [Missing(text, ATTENDANCE, "R7") for day in days if (text := _lacks(day))]
    missing += [Missing(text, EXAM, "R8") for exam in exams if (text := _not_passed(exam))]
    return missing


def _lacks(day: DayFact) -> str:
    if day.hours is None:
        sentence = _("Attendance on {day}, day {number}, is not recorded.")
    elif day.hours < day.hours_due:
        sentence = _("Attendance on {day}, day {number}: {hours} of {due} hours.")
    else:
        return ""
    return sentence.format(
        day=on_day(day.day), number=day.number, hours=day.hours, due=day.hours_due
    )


def _not_passed(exam: ExamFact) -> str:
    if not exam.scores:
        sentence = _("The exam in {exam} is not recorded.")
    elif exam.scores[-1] >= exam.pass_mark:
        return ""
    elif len(exam.scores) == 1:
        sentence = _("The exam in {exam} was failed: {score}, and {mark} is the pass mark.")
    else:
        sentence = _("The exam in {exam} was failed twice: {score}, and {mark} is the pass mark.")
    score = exam.scores[-1] if exam.scores else None
    return sentence.format(exam=exam.title, score=score, mark=exam.pass_mark)
