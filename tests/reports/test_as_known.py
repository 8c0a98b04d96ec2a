"""What was known on an earlier day stays what it was, whatever is entered afterwards."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import AUDITOR
from accounts.viewer import Viewer, acting_as
from agencies.models import SupervisorAssignment
from g287.database import logged_in_as
from reports.selectors.compliance import StandingSource, standings_on
from tests.factories import viewer_as
from tests.reports.conftest import lapse, told
from tests.support import chain
from tests.support.pages import text
from training.models import Coverage, Flag, Participation
from training.selectors import standing_known
from training.services.agreement_act import record_agreement_act
from training.services.authorization import authorize
from training.services.conflict import dispose
from training.services.evaluation import record_evaluation
from training.services.revocation import revoke
from training.services.suspension import suspend

SYSTEM = Viewer.system("test")
REPORTS = (
    *("officer-compliance", "falling-due", "program"),
    *("waiting-for-sign-off", "agreement-register"),
)
TABLES = (
    "training_coverage",
    "training_participationact",
    "training_ruleassignment",
    "training_flag",
    "training_suspension",
    "agencies_agreementact",
)
EVENTS = (
    *("agencies_agencyevent", "agencies_officerevent"),
    *("agencies_appointmentevent", "agencies_agreementevent"),
    *("agencies_formrevisionevent", "agencies_supervisorassignmentevent", "accounts_userevent"),
)
# What differs between any two answers to the same question.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|Computed [^.]* for')


def recorded_long_ago(days):
    """Let everything that is on record have been written down `days` earlier."""
    with logged_in_as("owner", settings.VAR), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger user")
            moved = "recorded_at = recorded_at - %s"
            if table not in ("training_flag", "agencies_agreementact"):
                moved += ", superseded_at = superseded_at - %s"
            cursor.execute(f"update {table} set {moved}", [timedelta(days)] * moved.count("%s"))
            cursor.execute(f"alter table {table} enable trigger user")
        for table in EVENTS:
            cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(
                f"update {table} set pgh_created_at = pgh_created_at - %s", [timedelta(days)]
            )
            cursor.execute(f"alter table {table} enable trigger user")


@pytest.fixture
def auditor(db):
    with acting_as(SYSTEM):
        return viewer_as(AUDITOR)


@pytest.fixture
def past(db):
    """The story, all of it on record for thirty days."""
    with acting_as(SYSTEM):
        story = told()
    recorded_long_ago(30)
    return story


def questions(story, known):
    """The address and the query of every page and file that tells what was known."""
    on = story.cast.today
    asked = {"on": on.isoformat(), "known": known.isoformat()}
    subjects = (story.authorized, story.overdue, story.conflict, story.certified, story.nominated)
    for participation in subjects:
        address = reverse("officer", args=[participation.officer.uuid])
        for kind in ("", "json"):
            yield address, asked | {"format": kind}
    yield reverse("agency", args=[story.agency.uuid]), asked
    yield reverse("agreement", args=[story.cast.agreement.uuid]), asked
    yield reverse("agencies"), asked
    yield reverse("agencies"), asked | {"state": "FL", "officers": "yes"}
    yield reverse("agreements"), asked | {"form": "inferred"}
    yield reverse("agreements"), asked | {"form": "confirmed", "in_force": "yes"}
    for kind in ("", "csv"):
        agency = {"agency": str(story.agency.uuid)}
        yield reverse("officers"), asked | agency | {"format": kind}
    for slug in REPORTS:
        for kind in ("", "csv", "json"):
            yield reverse("report", args=[slug]), asked | {"format": kind}
    detail = asked | {"detail": "requirements"}
    for kind in ("csv", "json"):
        yield reverse("report", args=["officer-compliance"]), detail | {"format": kind}


def answers(client, story, known):
    found = {}
    with acting_as(SYSTEM):
        asked_for = list(questions(story, known))
    for address, query in asked_for:
        answer = client.get(address, query)
        assert answer.status_code == 200, (address, query)
        if answer.streaming:
            shown = b"".join(answer.streaming_content).decode()
        else:
            shown = PASSING.sub("", text(answer))
        found[address, tuple(query.items())] = shown
    return found


def enter_late_papers(story):
    """What an office enters afterwards: corrections, acts of all kinds, a cascade, newcomers."""
    cast, today = story.cast, story.cast.today
    with acting_as(SYSTEM):
        lapse(story.overdue, today + timedelta(days=400))
        flag = Flag.objects.get(participation=story.conflict)
        Flag.objects.create(
            agency=cast.agency,
            participation=story.nominated,
            code="failed_but_passed",
            affected_from=today - timedelta(days=40),
        )
    with acting_as(cast.manager):
        dispose(cast.manager, flag, disposition="explained", evidence="Memo 7")
    with acting_as(cast.supervisor):
        outcome = {"outcome": "continue", "evaluated_on": today}
        record_evaluation(cast.supervisor, story.conflict, **outcome)
        suspend(cast.supervisor, story.conflict, reason="discipline", valid_from=today)
    rename(story)
    with acting_as(cast.director):
        revoke(cast.director, story.authorized, on=today, letter="R-1")
        authorize(cast.director, story.certified, valid_from=today, letter="L-9")
    with acting_as(SYSTEM):
        chain.authorized(cast, last_name="Newcomer")
    with acting_as(cast.manager):
        record_agreement_act(
            cast.manager, cast.agreement, kind="suspended", effective_on=today, evidence="Letter 3"
        )


def rename(story):
    """Another name and badge of an officer, another name of the agency, another term."""
    with acting_as(SYSTEM):
        for participation in (story.overdue, story.conflict, story.certified):
            officer, appointment = participation.officer, participation.appointment
            officer.first_name = "Renamed"
            officer.save()
            appointment.badge_number = f"9{appointment.badge_number}"
            appointment.save()
        story.agency.county, story.agency.state = "Moved", "WY"
        story.agency.name = f"{story.agency.name} renamed"
        story.agency.save()
        agreement = story.cast.agreement
        agreement.form_inferred = not agreement.form_inferred
        agreement.moa_url = "https://www.ice.gov/another.pdf"
        agreement.save()
        form = agreement.form_revision
        form.title = f"{form.title}, retitled"
        form.save()
        for assignment in SupervisorAssignment.objects.all():
            assignment.position_title = "Another position"
            assignment.save()
        cast = (story.cast.manager, story.cast.administrator, story.cast.director)
        for user in User.objects.filter(
            Q(pk__in=[viewer.user_id for viewer in cast]) | Q(supervisor_assignments__isnull=False)
        ).distinct():
            user.name = f"{user.name} renamed"
            user.save()


@pytest.mark.django_db(transaction=True)
def test_what_was_known_stays_the_same_whatever_is_entered_later(past, auditor, signed_in):
    client = signed_in(auditor)
    known = past.cast.today - timedelta(days=10)
    before = answers(client, past, known)
    agency = reverse("agency", args=[past.agency.uuid])
    assert "<strong>1 of 3</strong> authorized officers are compliant" in text(
        client.get(agency, {"known": known.isoformat()})
    )
    enter_late_papers(past)
    after = answers(client, past, known)
    for question, shown in before.items():
        assert after[question] == shown, question
    assert "<strong>1 of 3</strong> authorized" not in text(client.get(agency))


@pytest.mark.django_db(transaction=True)
def test_before_anything_was_on_record_nothing_was_known(past, auditor, signed_in):
    client = signed_in(auditor)
    known = past.cast.today - timedelta(days=40)
    found = answers(client, past, known)
    for (address, _query), shown in found.items():
        if "/officers/" in address and shown.startswith("<!"):
            assert "Not nominated" in shown or "No officer matches" in shown
        assert "Letter L-1" not in shown


@pytest.mark.django_db(transaction=True)
def test_as_known_and_stored_standing_agree_where_nothing_was_entered_since(past):
    on = past.cast.today
    with acting_as(SYSTEM):
        known = StandingSource(on, Coverage.objects.latest("recorded_at").recorded_at)
        columns = ("participation_id", "status", "grade", "compliant_until", "may_act")
        stored = set(standings_on(SYSTEM, on).values_list(*columns))
        with known.over(Participation.objects.all()):
            assert set(standings_on(SYSTEM, on).values_list(*columns)) == stored
        assert len(stored) == 6


def asked(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_the_title_says_both_days(story, auditor_here, signed_in):
    client = signed_in(auditor_here)
    days = {"on": "2026-03-03", "known": "2026-03-24"}
    words = "s of 3 Mar 2026, as known on 24 Mar 2026"
    for address in (
        reverse("officer", args=[story.authorized.officer.uuid]),
        reverse("agency", args=[story.agency.uuid]),
        reverse("report", args=["program"]),
        reverse("report", args=["officer-compliance"]),
        reverse("report", args=["falling-due"]),
        reverse("report", args=["waiting-for-sign-off"]),
        reverse("report", args=["agreement-register"]),
        reverse("agreement", args=[story.cast.agreement.uuid]),
        reverse("officers"),
    ):
        assert words in " ".join(text(client.get(address, days)).split()), address


@pytest.fixture
def auditor_here(arranged):
    return viewer_as(AUDITOR)


def test_a_day_that_is_not_over_is_refused_at_its_field(story, auditor_here, signed_in):
    client = signed_in(auditor_here)
    for day in (story.cast.today, story.cast.today + timedelta(days=3)):
        query = {"known": day.isoformat()}
        for address in (
            reverse("officer", args=[story.authorized.officer.uuid]),
            reverse("agency", args=[story.agency.uuid]),
            reverse("report", args=["program"]),
        ):
            answer = client.get(address, query)
            assert answer.context["form"].errors["known"] == [
                "Choose a day that is over: what was known today is not complete."
            ]
            assert "Choose a day that is over" in text(answer)
            assert "as known on" not in text(answer)


def test_no_file_is_made_of_another_day_than_was_asked_for(story, auditor_here, signed_in):
    client = signed_in(auditor_here)
    query = {"known": story.cast.today.isoformat()}
    for kind in ("csv", "json"):
        assert asked(client, "report", "program", format=kind, **query).status_code == 400
    officer = story.authorized.officer.uuid
    assert asked(client, "officer", officer, format="json", **query).status_code == 400
    assert asked(client, "officers", format="csv", **query).status_code == 400


def test_whoever_may_not_ask_is_refused_by_name(story, signed_in):
    client = signed_in(story.cast.administrator)
    for address in (
        reverse("officer", args=[story.authorized.officer.uuid]),
        reverse("agency", args=[story.agency.uuid]),
        reverse("report", args=["officer-compliance"]),
    ):
        answer = client.get(address, {"known": "2026-03-24"})
        assert answer.status_code == 403
        assert "ask what the records said on an earlier day" in text(answer)
        assert "As known on" not in text(client.get(address))


def test_too_many_officers_to_compute_are_refused_at_the_field(
    story, auditor_here, signed_in, monkeypatch
):
    monkeypatch.setattr(standing_known, "LARGEST", 3)
    answer = asked(signed_in(auditor_here), "report", "program", known="2026-03-24")
    assert "at most 3 officers at a time" in text(answer)
    assert "as known on" not in text(answer)


@pytest.mark.django_db(transaction=True)
def test_an_agreement_asked_before_its_first_record_is_said_not_to_be_on_record(
    past, auditor, signed_in
):
    client = signed_in(auditor)
    address = reverse("agreement", args=[past.cast.agreement.uuid])
    today = past.cast.today
    before = {"on": today.isoformat(), "known": (today - timedelta(days=40)).isoformat()}
    page = text(client.get(address, before))
    assert "Not on record on" in page
    assert "Not yet in force" not in page
    assert past.cast.agreement.form_revision.title not in page
    after = before | {"known": (today - timedelta(days=20)).isoformat()}
    assert "In force" in text(client.get(address, after))
