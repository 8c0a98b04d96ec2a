"""Why an officer cannot be enrolled in a class, or nobody can.

R3: ICE decides on the candidate before training. R6: the course is the one that the agreement's
form asks. R7: it is as long as the form asks. R10: after disqualification only a new nomination
leads back to a class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.refusal import Reason
from training.rules.course_completion import LengthFact
from training.rules.words import _, ngettext, on_day

INITIAL_COURSE, REFRESHER = "initial_course", "refresher"

_AS_LONG_AS_IT_IS = LengthFact(None, 0)
_BEFORE_VETTING = frozenset({"", "nominated"})
_ENDED = frozenset({"not_approved", "disqualified", "withdrawn", "separated", "revoked"})
_TRAINED = frozenset({"certified", "authorized", "suspended", "lapsed"})


@dataclass(frozen=True)
class OtherClass:
    """A class in which the officer sits already. Both days belong to it."""

    class_id: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class EnrollmentFacts:
    """`status` is the status that the last act left ("" for none).

    `fulfills` is the requirement that the course meets. `accepted_courses` are the codes that the
    officer's rule set names for it; empty where it names none, and then any course of the model
    will do. `length` is what the form asks and what the course has: the record of a course that
    is too short could never be sent. `other_classes` are those that the officer has not left, of
    any agreement.
    """

    status: str
    model: str
    course_code: str
    course_title: str
    course_models: Sequence[str]
    accepted_courses: Sequence[str]
    fulfills: str
    version_from: date
    version_to: date
    starts_on: date
    ends_on: date
    agreement_in_force: bool
    already_in_class: bool
    other_classes: Sequence[OtherClass] = ()
    length: LengthFact = _AS_LONG_AS_IT_IS


def reasons_class_is_closed(
    *, seats_left: int, wanted: int, starts_on: date, canceled: bool, day: date
) -> list[Reason]:
    """Why nobody, or not so many, can be enrolled on `day`."""
    field = "participations"
    reasons = []
    if canceled:
        reasons.append(Reason(_("The class is canceled."), field))
    if starts_on < day:
        reasons.append(Reason(_("The class began on {day}.").format(day=on_day(starts_on)), field))
    if wanted < 1:
        reasons.append(Reason(_("Choose at least one officer."), field))
    elif seats_left < 1:
        reasons.append(Reason(_("The class is full. Choose another class."), field))
    elif wanted > seats_left:
        reasons.append(
            Reason(
                ngettext(
                    "You chose {wanted} officers, and {left} seat is left.",
                    "You chose {wanted} officers, and {left} seats are left.",
                    seats_left,
                ).format(wanted=wanted, left=seats_left),
                field,
            )
        )
    return reasons


def reasons_not_to_enroll(facts: EnrollmentFacts) -> list[Reason]:
    """Every reason why this officer cannot sit in this class; all at once."""
    reasons = _reasons_of_status(facts)
    if not facts.agreement_in_force:
        reasons.append(Reason(_("The agreement is not in force.")))
    wrong_course = facts.accepted_courses and facts.course_code not in facts.accepted_courses
    if facts.model not in facts.course_models or wrong_course:
        reasons.append(
            Reason(
                _("{course} is not the course that the agreement's form asks for.").format(
                    course=facts.course_title
                ),
                rule="R6",
            )
        )
    if not facts.version_from <= facts.starts_on < facts.version_to:
        reasons.append(
            Reason(_("This version of the course is not taught on these days."), rule="R6")
        )
    if facts.length.is_too_short:
        reasons.append(Reason(facts.length.sentence, rule="R7"))
    if facts.already_in_class:
        reasons.append(Reason(_("The officer is enrolled in this class already.")))
    reasons += [
        Reason(
            _("The officer sits in class {class_id} from {first} to {last}.").format(
                class_id=other.class_id, first=on_day(other.starts_on), last=on_day(other.ends_on)
            )
        )
        for other in facts.other_classes
        if other.starts_on <= facts.ends_on and facts.starts_on <= other.ends_on
    ]
    return reasons


def _reasons_of_status(facts: EnrollmentFacts) -> list[Reason]:
    if facts.status in _BEFORE_VETTING:
        return [Reason(_("The officer is not vetted yet."), rule="R3")]
    if facts.status == "disqualified":
        sentence = _("The officer was disqualified. Only a new nomination leads back to a class.")
        return [Reason(sentence, rule="R10")]
    if facts.status in _ENDED:
        return [Reason(_("The officer's participation has ended."))]
    is_trained = facts.status in _TRAINED
    if facts.fulfills == REFRESHER and not is_trained:
        return [Reason(_("A refresher is for certified officers."))]
    if facts.fulfills == INITIAL_COURSE and is_trained:
        return [Reason(_("The officer has completed the initial course already."))]
    return []
