"""What the rules on ending authority ask about one officer and one day."""

from collections.abc import Collection
from datetime import date

from accounts.refusal import Reason
from accounts.viewer import Viewer
from agencies.selectors.agency import today_at
from training.kinds import Kind
from training.models import (
    Authorization,
    Coverage,
    CredentialReturn,
    Participation,
    RuleAssignment,
    Suspension,
)
from training.rules.end_of_authority import EndFacts, reasons_not_to_reinstate
from training.selectors.facts import latest_status_act, requirement_on
from training.selectors.separation_of_duties import reasons_to_stand_aside


def end_facts(viewer: Viewer, participation: Participation, day: date) -> EndFacts:
    """The facts of suspending, restoring or ending authority on `day`."""
    # An act that lies ahead is closed with what ends; it stands in nobody's way.
    last = latest_status_act(participation, by=today_at(participation.agency))
    suspension = open_suspension(participation, day)
    refresher = requirement_on(participation, Kind.REFRESHER, day)
    due_on = None
    if refresher is not None and refresher.is_binding:
        due_on = (
            Coverage.objects.known_now()
            .filter(participation=participation, kind=Kind.REFRESHER, valid_from__lte=day)
            .order_by("-valid_to")
            .values_list("valid_to", flat=True)
            .first()
        )
    return EndFacts(
        day=day,
        today=today_at(participation.agency),
        status=last.status_after if last else "",
        status_since=last.effective_on if last else None,
        stand_aside=reasons_to_stand_aside(viewer, participation),
        authorized_on_day=Authorization.objects.filter(
            participation=participation,
            superseded_at=None,
            valid_from__lte=day,
            valid_to__gt=day,
        ).exists(),
        suspended_since=suspension.valid_from if suspension else None,
        refresher_due_on=due_on,
    )


def open_suspension(participation: Participation, day: date) -> Suspension | None:
    """The suspension that reaches beyond `day`, known now."""
    return (
        Suspension.objects.filter(participation=participation, superseded_at=None, valid_to__gt=day)
        .order_by("valid_from")
        .first()
    )


def against_reinstatement(viewer: Viewer, participation: Participation) -> list[Reason]:
    """What stands against restoring authority today, before anybody asks for it."""
    return reasons_not_to_reinstate(
        end_facts(viewer, participation, today_at(participation.agency))
    )


def owing_credentials(ids: Collection[int], on: date) -> set[int]:
    """Of these participations, those whose end on a day asks ICE's credentials back.

    Those ever authorized by then, where the form asks for it and no task is open. Three queries.
    """
    asked = set(
        RuleAssignment.objects.filter(
            participation__in=ids,
            superseded_at=None,
            rule_set__requirements__kind=Kind.CREDENTIAL_RETURN,
        ).values_list("participation", flat=True)
    )
    held = set(
        Authorization.objects.filter(participation__in=asked, valid_from__lte=on).values_list(
            "participation", flat=True
        )
    )
    has_task = set(
        CredentialReturn.objects.filter(participation__in=held, returned_on=None).values_list(
            "participation", flat=True
        )
    )
    return held - has_task
