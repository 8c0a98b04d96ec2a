import pytest
from django.urls import reverse

from accounts.roles import AUDITOR, TRAINING_COORDINATOR
from reports.selectors.attention import _mend
from reports.selectors.program import funnel
from tests.factories import UserFactory, viewer_as
from tests.support import chain
from tests.support.pages import text
from training.kinds import Kind
from training.models import ParticipationAct
from training.models.act import ActKind


def test_an_administrator_sees_what_waits_and_how_the_agency_stands(story, signed_in):
    page = text(signed_in(story.cast.administrator).get("/"))
    assert story.agency.name in page
    assert "<strong>1 of 3</strong> authorized officers are compliant" in page
    assert "1 overdue: citizenship" in page
    assert "1 record conflicts" in page
    assert "1 record waits for sign-off" in page


def test_a_coordinator_has_the_same_home(story, signed_in):
    coordinator = viewer_as(TRAINING_COORDINATOR, story.agency)
    assert "Needs you" in text(signed_in(coordinator).get("/"))


def test_a_supervisor_sees_the_records_to_sign_first(story, signed_in):
    page = text(signed_in(story.cast.supervisor).get("/"))
    assert "1 record waits for your sign-off" in page
    assert reverse("record", args=[story.waiting.uuid]) in page
    assert "Nothing missing" in page
    assert "Signed by you" in page


def test_a_director_sees_whom_to_authorize_first(story, signed_in):
    page = text(signed_in(story.cast.director).get("/"))
    assert "1 certified officer waits for your authorization" in page
    assert reverse("authorization-add", args=[story.certified.uuid]) in page
    assert "Signed by you" not in page


def test_a_program_manager_sees_how_many_may_act_and_what_must_be_zero(story, signed_in):
    page = text(signed_in(story.cast.manager).get("/"))
    assert "3 officers may act today" in page
    assert "1 nominated officer waits for vetting" in page
    assert "Authorized for longer than the form allows" in page


def test_an_auditor_sees_the_same_and_nothing_to_do(story, signed_in):
    page = text(signed_in(viewer_as(AUDITOR)).get("/"))
    assert "3 officers may act today" in page
    assert "Needs you" not in page


def test_a_registrar_sees_classes_and_records_to_finish(arranged, signed_in):
    cast = chain.chain()
    enrollment = chain.begun(cast)
    page = text(signed_in(cast.registrar).get("/"))
    assert "1 record of a class that ended is to finish" in page
    assert enrollment.training_class.class_id in page


@pytest.mark.parametrize(
    ("role", "stands", "waits"),
    [
        ("administrator", "No officer is authorized", "Needs you"),
        ("supervisor", "How your agencies stand", "waits for your sign-off"),
        ("director", "How your agencies stand", "waits for your authorization"),
        ("manager", "0 officers could act on", "Needs you"),
    ],
)
def test_a_home_tells_how_things_stood_on_another_day_and_what_waits_today_alone(
    story, signed_in, role, stands, waits
):
    client = signed_in(getattr(story.cast, role))
    assert waits in text(client.get("/"))
    page = text(client.get("/", {"on": "2026-03-03"}))
    assert stands in page
    assert waits not in page
    assert "As of Mar 3, 2026" in page or "As of 3 Mar 2026" in page
    assert 'value="2026-03-03"' in page


def test_a_day_that_is_none_is_refused_at_its_field_and_the_home_is_about_today(story, signed_in):
    page = text(signed_in(story.cast.manager).get("/", {"on": "yesterday"}))
    assert "Give a day such as 2026-03-10." in page
    assert "3 officers may act today" in page


def test_a_home_asks_nothing_about_what_was_known(story, signed_in):
    page = text(signed_in(viewer_as(AUDITOR)).get("/", {"on": "2026-03-03"}))
    assert "As known on" not in page


def test_somebody_without_a_role_is_told_what_to_do(arranged, signed_in):
    user = UserFactory()
    page = text(signed_in(user).get("/"))
    assert "no access yet" in page
    assert user.email in page


def test_somebody_without_a_role_sees_nothing_else(arranged, signed_in):
    client = signed_in(UserFactory())
    for name in ("agencies", "agreements", "officers", "reports", "search"):
        assert client.get(reverse(name)).status_code == 403


# Who asks (session, person, grants) and the scope take 12 of each, an assignment to accept one.
BUDGETS = {"administrator": 35, "supervisor": 31, "director": 24, "manager": 25, "registrar": 18}


def test_the_number_of_queries_does_not_depend_on_the_number_of_officers(
    story, signed_in, django_assert_max_num_queries
):
    chain.authorized(story.cast, last_name="Another")
    chain.submitted(story.cast, last_name="Another")
    for role, budget in BUDGETS.items():
        client = signed_in(getattr(story.cast, role))
        with django_assert_max_num_queries(budget):
            assert client.get("/").status_code == 200


def test_no_later_step_of_the_funnel_counts_more_than_an_earlier_one(story):
    manager = story.cast.manager
    before = [step.count for step in funnel(manager, story.cast.today)]
    # Certified on training brought from another agency: no class, no sign-off, no vetting here.
    ParticipationAct.objects.create(
        agency=story.agency,
        participation=story.nominated,
        kind=ActKind.CERTIFIED,
        status_after="certified",
        effective_on=story.cast.today,
    )
    after = [step.count for step in funnel(manager, story.cast.today)]
    assert after == sorted(after, reverse=True)
    nominated, vetted, in_training, signed_off, certified, authorized = before
    assert after == [
        nominated,
        *(n + 1 for n in (vetted, in_training, signed_off, certified)),
        authorized,
    ]


def test_counts_in_sentences_have_their_thousands_apart():
    assert _mend(Kind.PARTICIPATION, 1500) == "See the 1,500 officers"
