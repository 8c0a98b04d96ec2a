"""What is known of one participation when its records are compared, and what comes out.

The codes are those of training.models.coverage.Flag.Code. The facts of a conflict are the dates or
figures that disagree, as JSON has them: they are kept with the flag and compared with it later.
training.rules.conflict_words says them in a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from training.rules import conflict_words
from training.rules.exam_ledger import ExamPolicy, Sitting
from training.rules.periods import FOREVER, Period


@dataclass(frozen=True)
class Conflict:
    """Records that disagree. `affected_from` is None for an oddity that contradicts nothing."""

    code: str
    facts: conflict_words.Facts
    affected_from: date | None = None

    @property
    def detail(self) -> str:
        """The same in words."""
        return conflict_words.detail(self.code, self.facts)


@dataclass(frozen=True)
class AuthorizationFact:
    """An authorization that stands. `months` is how long the form lets it hold; None: no end."""

    letter: str
    period: Period
    months: int | None = None


@dataclass(frozen=True)
class ExamFact:
    """One sitting with its day."""

    sitting: Sitting
    taken_on: date


@dataclass(frozen=True)
class RecordFact:
    """A training record that the officer did not leave, of this participation.

    Both days belong to the class. `passed_on` is the day of the approval or of the certification
    that rests on the record. `hours_attended` adds up every day; `days_without_class` are days of
    attendance on which the class did not meet. `training_days` and `hours_a_day` are the course's.
    `stated_failed`: a paper says in words that the course was failed.
    """

    key: int
    class_id: str
    starts_on: date
    ends_on: date
    training_days: int
    hours_a_day: int
    policy: ExamPolicy
    passed_on: date | None = None
    exams: Sequence[ExamFact] = ()
    hours_attended: int = 0
    days_without_class: Sequence[date] = ()
    signed_by_instructor: bool = False
    stated_failed: bool = False


@dataclass(frozen=True)
class CertificationFact:
    """A certification; `began_on` is the first day of the class it rests on, where one is known."""

    number: str
    completed_on: date
    began_on: date | None = None


@dataclass(frozen=True)
class ClassFact:
    """A class in which the officer sits or sat, under whatever agreement."""

    key: int
    class_id: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class HistoryFacts:
    """One participation: what the records say of it now.

    `certified_on` is the first day on which the officer counts as certified, also by training
    brought along. `agreement_ended_on` is the first day on which the agreement holds no more, and
    `ended_by_act` says whether an act ended it or its term. `evaluated_on`: the days on which a
    supervisor judged the officer as one who acts. `other_classes` are the officer's other ones.
    """

    agreement_signed_on: date
    agreement_ended_on: date = FOREVER
    ended_by_act: bool = False
    certified_on: date | None = None
    authorizations: Sequence[AuthorizationFact] = ()
    certifications: Sequence[CertificationFact] = ()
    records: Sequence[RecordFact] = ()
    other_classes: Sequence[ClassFact] = ()
    evaluated_on: Sequence[date] = ()
