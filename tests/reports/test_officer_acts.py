"""The acts beside the next step, waived requirements, and tasks that an end of authority leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.roles import AUDITOR
from accounts.viewer import acting_as
from agencies.models import SupervisorAssignment
from tests.factories import viewer_as
from tests.support.pages import text
from training.kinds import Kind
from training.models import CredentialReturn, Notice
from training.services.revocation import revoke
from training.services.supervisor import end_assignment
from training.services.suspension import suspend
from training.services.waiver import decide_waiver, request_waiver
from training.states import RequirementState


def passport(client, participation, **query):
    return client.get(reverse("officer", args=[participation.officer.uuid]), query)


def offered(answer):
    return [act.label for act in answer.context["more_acts"]]


def waived(story):
    """The overdue officer's citizenship is waived for a month."""
    cast = story.cast
    with acting_as(cast.administrator):
        waiver = request_waiver(
            cast.administrator,
            story.overdue,
            kind=Kind.CITIZENSHIP,
            reason="absence",
            evidence="Memo 7",
            valid_from=cast.today,
            valid_to=cast.today + timedelta(days=30),
        )
    with acting_as(cast.manager):
        return decide_waiver(cast.manager, waiver, approve=True)


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (
            "administrator",
            [
                "Nominate under another agreement",
                "Suspend",
                "Ask for a waiver",
                "Attest",
                "Report discipline pending",
                "Withdraw from the program",
                "End the service",
            ],
        ),
        ("supervisor", ["Suspend"]),
        ("director", ["Suspend", "Revoke"]),
        ("manager", ["Suspend", "Record a background check", "Transfer to another agency"]),
        ("registrar", []),
    ],
)
def test_each_role_is_offered_its_own_acts(story, signed_in, role, acts):
    answer = passport(signed_in(getattr(story.cast, role)), story.authorized)
    assert offered(answer) == acts
    for act in answer.context["more_acts"]:
        assert act.url in text(answer)


def test_an_auditor_and_a_past_day_offer_no_act(story, signed_in):
    assert offered(passport(signed_in(viewer_as(AUDITOR)), story.authorized)) == []
    day = (story.cast.today - timedelta(days=1)).isoformat()
    client = signed_in(story.cast.administrator)
    assert offered(passport(client, story.authorized, on=day)) == []


def test_a_suspended_officer_waits_for_the_director(story, signed_in):
    with acting_as(story.cast.supervisor):
        suspend(
            story.cast.supervisor, story.authorized, reason="training", valid_from=story.cast.today
        )
    answer = passport(signed_in(story.cast.director), story.authorized)
    assert answer.context["shown"].next_act.label == "Restore authority"
    assert answer.context["shown"].status_since == story.cast.today
    answer = passport(signed_in(story.cast.administrator), story.authorized)
    assert "field office director to restore" in answer.context["shown"].waits_for
    assert "Suspend" not in offered(answer)


def test_after_a_revocation_the_next_act_is_the_return_of_the_credentials(story, signed_in):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        with acting_as(story.cast.director):
            revoke(story.cast.director, story.authorized, on=story.cast.today, letter="R-1")
        answer = passport(signed_in(story.cast.administrator), story.authorized)
    address = reverse("credential-return", args=[CredentialReturn.objects.get().uuid])
    assert answer.context["shown"].next_act.url == address


def test_once_the_supervisor_is_gone_the_program_manager_is_asked_to_assign_one(story, signed_in):
    assignment = SupervisorAssignment.objects.get(user=story.cast.supervisor.user_id)
    with acting_as(story.cast.manager):
        end_assignment(story.cast.manager, assignment)
    act = passport(signed_in(story.cast.manager), story.authorized).context["shown"].next_act
    assert act.label == "Assign a supervisor"
    assert act.url.endswith(f"?agreement={story.cast.agreement.uuid}")
    shown = passport(signed_in(story.cast.administrator), story.authorized).context["shown"]
    assert (shown.next_act, bool(shown.waits_for)) == (None, True)


def test_a_waived_requirement_is_shown_as_waived_and_not_as_met(story, signed_in):
    waived(story)
    answer = passport(signed_in(story.cast.administrator), story.overdue)
    shown = answer.context["shown"]
    citizenship = next(r for r in shown.requirements if r.kind is Kind.CITIZENSHIP)
    assert citizenship.state is RequirementState.WAIVED
    assert "Memo 7" in citizenship.evidence.label
    assert shown.worst is citizenship
    # The waiver runs out soon: that is something to do, and the compliance says so.
    assert citizenship in shown.needing
    assert citizenship.mend.startswith("The waiver ends on ")
    assert citizenship.mend.endswith(". Have the agency attest citizenship")
    page = text(answer)
    assert "Due soon: citizenship" in page
    assert "1 waived" in page
    assert "Waived until" in page
    assert "cover--waived" in page


def test_the_list_says_that_it_is_waived(story, signed_in):
    waived(story)
    page = text(signed_in(story.cast.administrator).get(reverse("officers")))
    assert "Citizenship, waived" in page


def test_what_an_end_leaves_to_do_stands_on_the_home_pages(story, signed_in):
    cast = story.cast
    with acting_as(cast.director):
        revoke(cast.director, story.authorized, on=cast.today, letter="R-1")
    with acting_as(cast.administrator):
        suspend(cast.administrator, story.conflict, reason="discipline", valid_from=cast.today)
    for viewer in (cast.administrator, cast.director, cast.manager):
        page = text(signed_in(viewer).get("/"))
        assert "Credentials of 1 officer are to come back" in page
        assert "1 notice to send" in page
        assert "none is late" in page
    assert "notice to send" not in text(signed_in(viewer_as(AUDITOR)).get("/"))


def test_late_notices_are_said_to_be_late_and_waivers_wait_for_the_manager(story, signed_in):
    cast = story.cast
    Notice.objects.create(
        agency=cast.agency,
        participation=story.authorized,
        kind=Notice.Kind.COMPLAINT,
        started_at="2026-01-01T10:00Z",
        due_at="2026-01-03T10:00Z",
    )
    with acting_as(cast.administrator):
        request_waiver(
            cast.administrator,
            story.overdue,
            kind=Kind.CITIZENSHIP,
            reason="absence",
            evidence="Memo 7",
            valid_from=cast.today,
            valid_to=cast.today + timedelta(days=30),
        )
    page = text(signed_in(cast.manager).get("/"))
    assert "1 is late" in page
    assert "1 waiver waits for a decision" in page
    assert "waits for a decision" not in text(signed_in(cast.administrator).get("/"))
