"""What a person did for an officer already, and whether the two are one."""

from accounts.refusal import Reason
from accounts.viewer import Viewer
from agencies.models import Officer
from agencies.names import name_key
from training.models import Participation, ParticipationAct
from training.models.act import ActKind
from training.rules import separation_of_duties as rule
from training.rules.separation_of_duties import Duty, Person

_DUTY_OF = {
    ActKind.NOMINATED: Duty.NOMINATE,
    ActKind.VETTED: Duty.VET,
    ActKind.RECHECKED: Duty.VET,
    ActKind.SIGNED_OFF: Duty.SIGN_OFF,
    ActKind.AUTHORIZED: Duty.AUTHORIZE,
    ActKind.EVALUATED: Duty.EVALUATE,
}


def is_own_record(viewer: Viewer, officer: Officer) -> bool:
    """Whether the officer signs in as this viewer: the same e-mail address."""
    return bool(officer.email) and officer.email.lower() == viewer.email.lower()


def reasons_to_stand_aside(
    viewer: Viewer, participation: Participation, duty: Duty | None = None
) -> list[Reason]:
    """Why this person may not do this for this officer; at most one query."""
    person = person_of(viewer, participation.officer, participation if duty else None)
    return rule.reasons_to_stand_aside(person, duty)


def person_of(
    viewer: Viewer, officer: Officer, participation: Participation | None = None
) -> Person:
    """The viewer as the rule sees them; with a participation, what they did for it."""
    if viewer.user_id is None:
        return Person()
    did = (
        ParticipationAct.objects.filter(
            participation=participation, recorded_by=viewer.user_id, kind__in=_DUTY_OF
        ).values_list("kind", flat=True)
        if participation is not None
        else ()
    )
    return Person(
        is_officer=is_own_record(viewer, officer),
        could_be_officer=not officer.email and _same_name(viewer, officer),
        did={_DUTY_OF[ActKind(kind)] for kind in did},
    )


def _same_name(viewer: Viewer, officer: Officer) -> bool:
    return name_key(viewer.name) in (
        name_key(officer.first_name, officer.last_name),
        name_key(f"{officer.last_name},", officer.first_name),
    )
