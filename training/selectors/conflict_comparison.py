"""The records behind one flag, side by side: what each says, and who entered it when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models.rows import FOREVER
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import AgreementState
from training.kinds import Kind
from training.models import Enrollment, Flag, Participation, SignOff
from training.rules.words import on_day
from training.selectors.evidence import in_words, letter_in_words
from training.selectors.facts import requirement_on

Code = Flag.Code
_ENDS = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.ENDED]


@dataclass(frozen=True)
class RecordCompared:
    """One record: its name, what it says, who entered it and when; `url` where it is read."""

    name: str
    says: str
    who: Any = None
    at: datetime | None = None
    url: str = ""


def comparison(flag: Flag) -> list[RecordCompared]:
    """The records that the flag is about. One query for each kind of record."""
    participation = flag.participation
    return [row for read in _READ[Code(flag.code)] for row in read(participation)]


def _agreement(participation: Participation) -> Iterator[RecordCompared]:
    agreement = participation.agreement
    url = reverse("agreement", args=[agreement.uuid])
    says = _("signed {day}").format(day=on_day(agreement.signed_on))
    if agreement.expires_on < FOREVER:
        says = _("{signed}, expires {day}").format(signed=says, day=on_day(agreement.expires_on))
    yield RecordCompared(_("Agreement"), says, url=url)


def _agreement_end(participation: Participation) -> Iterator[RecordCompared]:
    yield from _agreement(participation)
    agreement = participation.agreement
    acts = agreement.acts.filter(kind__in=_ENDS).select_related("recorded_by")
    for act in acts.order_by("effective_on", "id"):
        yield RecordCompared(
            act.get_kind_display(),
            _("from {day}").format(day=on_day(act.effective_on)),
            act.recorded_by,
            act.recorded_at,
            reverse("agreement", args=[agreement.uuid]),
        )


def _authorizations(participation: Participation) -> Iterator[RecordCompared]:
    rows = participation.authorizations.filter(superseded_at=None).select_related(
        "recorded_by", "paper"
    )
    for row in rows.order_by("valid_from", "id"):
        first, last = on_day(row.valid_from), on_day(row.valid_to)
        says = (
            _("authorized from {first}, no end")
            if row.valid_to == FOREVER
            else _("authorized from {first} until {last}")
        )
        yield RecordCompared(
            in_words(letter_in_words(row), row),
            says.format(first=first, last=last),
            row.recorded_by,
            row.recorded_at,
        )


def _form(participation: Participation) -> Iterator[RecordCompared]:
    first = participation.authorizations.order_by("valid_from").first()
    requirement = first and requirement_on(participation, Kind.AUTHORIZATION, first.valid_from)
    if requirement:
        where = requirement.section or str(Kind.AUTHORIZATION.label)
        yield RecordCompared(_("Form: {section}").format(section=where), requirement.clause)


def _certifications(participation: Participation) -> Iterator[RecordCompared]:
    rows = participation.certifications.select_related("recorded_by", "enrollment", "paper")
    found = False
    for row in rows.order_by("certified_on", "id"):
        found = True
        yield RecordCompared(
            in_words(_("Certificate {number}").format(number=row.certificate_number), row),
            _("certified {day}, course completed {completed}").format(
                day=on_day(row.certified_on), completed=on_day(row.completed_on)
            ),
            row.recorded_by,
            row.recorded_at,
            reverse("record", args=[row.enrollment.uuid]) if row.enrollment else "",
        )
    if not found:
        yield RecordCompared(_("Certification"), _("none on record"))


def _enrollments(participation: Participation) -> Any:
    return (
        participation.enrollments.exclude(state=Enrollment.State.LEFT)
        .select_related("training_class__course_version__course", "recorded_by")
        .order_by("starts_on", "id")
    )


def _classes(participation: Participation) -> Iterator[RecordCompared]:
    for row in _enrollments(participation):
        yield _class(row)


def _class(row: Enrollment) -> RecordCompared:
    version = row.training_class.course_version
    asked = ngettext("{n} training day", "{n} training days", version.training_days)
    asked = asked.format(n=version.training_days)
    says = _("{first} to {last}; the course has {days}, {hours} hours").format(
        first=on_day(row.starts_on), last=on_day(row.ends_on), days=asked, hours=version.hours
    )
    name = _("Record of class {class_id}").format(class_id=row.training_class.class_id)
    url = reverse("record", args=[row.uuid])
    return RecordCompared(name, says, row.recorded_by, row.recorded_at, url)


def _every_class(participation: Participation) -> Iterator[RecordCompared]:
    """Also the classes of the officer's other participations, as far as the viewer sees them."""
    rows = (
        Enrollment.objects.filter(officer=participation.officer_id)
        .exclude(state=Enrollment.State.LEFT)
        .select_related("training_class__course_version", "recorded_by")
        .order_by("starts_on", "id")
    )
    for row in rows:
        yield _class(row)


def _exams(participation: Participation) -> Iterator[RecordCompared]:
    for record in _enrollments(participation).prefetch_related(
        "exam_attempts__module", "exam_attempts__recorded_by"
    ):
        for row in record.exam_attempts.all():
            sitting = _("first exam") if row.attempt == 1 else _("second exam")
            yield RecordCompared(
                f"{row.module.title}, {sitting}",
                _("{score} on {day}; the pass mark is {mark}").format(
                    score=row.score,
                    day=on_day(row.taken_on),
                    mark=record.training_class.course_version.pass_mark,
                ),
                row.recorded_by,
                row.recorded_at,
                reverse("record", args=[record.uuid]),
            )


def _attendance(participation: Participation) -> Iterator[RecordCompared]:
    for record in _enrollments(participation).prefetch_related("attendance__class_day"):
        rows = list(record.attendance.all())
        if rows:
            total = sum(row.hours for row in rows)
            days = ngettext("{n} day", "{n} days", len(rows)).format(n=len(rows))
            yield RecordCompared(
                _("Attendance in {class_id}").format(class_id=record.training_class.class_id),
                _("{hours} hours on {days}").format(hours=total, days=days),
                url=reverse("record", args=[record.uuid]),
            )


def _sign_offs(participation: Participation) -> Iterator[RecordCompared]:
    rows = SignOff.objects.filter(
        participation=participation, decision=SignOff.Decision.APPROVED
    ).select_related("signed_by", "enrollment__training_class")
    for row in rows.order_by("signed_at", "id"):
        training_class = row.enrollment.training_class
        names = ", ".join(str(person) for person in training_class.instructors.all())
        yield RecordCompared(
            _("Sign-off"),
            _("{class_id} approved; its instructors: {names}").format(
                class_id=training_class.class_id, names=names or _("none named")
            ),
            row.signed_by,
            row.signed_at,
            reverse("record", args=[row.enrollment.uuid]),
        )


def _evaluations(participation: Participation) -> Iterator[RecordCompared]:
    rows = participation.evaluations.select_related("evaluated_by").order_by("evaluated_on", "id")
    for row in rows:
        yield RecordCompared(
            _("Evaluation"), on_day(row.evaluated_on), row.evaluated_by, row.recorded_at
        )


_READ: dict[Flag.Code, tuple[Callable[[Participation], Iterator[RecordCompared]], ...]] = {
    Code.AUTHORIZED_NEVER_CERTIFIED: (_certifications, _authorizations),
    Code.AUTHORIZED_BEFORE_CERTIFIED: (_authorizations, _certifications),
    Code.AUTHORIZED_BEFORE_AGREEMENT: (_authorizations, _agreement),
    Code.AUTHORIZED_TOO_LONG: (_authorizations, _form),
    Code.AUTHORITY_PAST_END: (_agreement_end, _authorizations, _evaluations),
    Code.FAILED_BUT_PASSED: (_exams, _sign_offs, _certifications),
    Code.FINISHED_BEFORE_START: (_classes, _certifications),
    Code.TWO_PLACES: (_every_class,),
    Code.EXAM_BEFORE_CLASS: (_classes, _exams),
    Code.OWN_INSTRUCTOR: (_sign_offs,),
    Code.UNLIKELY_LENGTH: (_classes,),
    Code.HOURS_DO_NOT_FIT: (_classes, _attendance),
    Code.ATTENDANCE_WITHOUT_DAY: (_classes, _attendance),
}
