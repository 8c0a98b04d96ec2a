"""What an act would do to one officer, as its page says before it asks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agencies.models import Appointment
from agencies.rules.periods import FOREVER
from training.kinds import Kind
from training.models import Authorization, Certification, Coverage, Enrollment, Participation
from training.rules import notice as rule
from training.selectors.end_of_authority import owing_credentials


@dataclass(frozen=True)
class NoticeAhead:
    """A clock that would start with the act: which clause, and due when if it started now."""

    clock: rule.Clock
    due_at: datetime


@dataclass(frozen=True)
class Consequences:
    """What would follow for one participation.

    `authorization` reaches beyond the day; None where there is no authority to lose. `is_live`:
    something is still asked of the officer. `notice` would start only if authority is lost.
    """

    participation: Participation
    authorization: Authorization | None
    is_live: bool
    returns_credentials: bool
    notice: NoticeAhead | None
    leaves: list[Enrollment]

    @property
    def is_open_ended(self) -> bool:
        """Whether the authorization would hold until revoked."""
        return self.authorization is not None and self.authorization.valid_to == FOREVER


def if_ended(participation: Participation, day: date) -> Consequences:
    """What an end on `day` would bring: revoked, withdrawn, separated or transferred."""
    authorization = _authorization(participation, day)
    return Consequences(
        participation=participation,
        authorization=authorization,
        is_live=Coverage.objects.known_now()
        .filter(participation=participation, kind=Kind.PARTICIPATION, valid_to__gt=day)
        .exists(),
        returns_credentials=bool(owing_credentials([participation.pk], day)),
        notice=_notice(participation, rule.AUTHORITY_ENDED) if authorization else None,
        leaves=list(
            participation.enrollments.filter(
                state__in=(Enrollment.State.OPEN, Enrollment.State.RETURNED)
            )
            .select_related("training_class")
            .order_by("starts_on")
        ),
    )


def endings_of(appointment: Appointment, day: date) -> list[Consequences]:
    """What an end of the service on `day` would bring, for each participation that still lasts."""
    rows = appointment.participations.select_related(
        "officer", "agency", "agreement__form_revision"
    ).order_by("pk")
    return [ending for row in rows if (ending := if_ended(row, day)).is_live]


def certifications_at(appointment: Appointment) -> list[Certification]:
    """The certifications of one service: what an officer takes along. One query."""
    return list(
        Certification.objects.filter(participation__appointment=appointment)
        .select_related("course_version__course", "participation")
        .order_by("-certified_on")
    )


def if_suspended(participation: Participation, day: date) -> Consequences:
    """What a suspension from `day` would bring; the notice starts for discipline alone."""
    authorization = _authorization(participation, day)
    return Consequences(
        participation=participation,
        authorization=authorization,
        is_live=True,
        returns_credentials=False,
        notice=_notice(participation, rule.COMPLAINT) if authorization else None,
        leaves=[],
    )


def _authorization(participation: Participation, day: date) -> Authorization | None:
    return (
        Authorization.objects.filter(
            participation=participation, superseded_at=None, valid_to__gt=day
        )
        .order_by("valid_from")
        .first()
    )


def _notice(participation: Participation, kind: str) -> NoticeAhead | None:
    form = participation.agreement.form_revision
    clock = rule.clock_of(kind, form.code if form else "")
    if clock is None:
        return None
    due_at = rule.due_at(clock, timezone.now(), participation.agency.time_zone)
    return NoticeAhead(clock, due_at)
