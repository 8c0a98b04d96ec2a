"""`acting_as`: what it opens, what it restores, and what a response is made in."""

import pytest
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import override_settings
from django.urls import path, reverse

from accounts.gate import SIGNED_IN, needs
from accounts.roles import AGENCY_ADMINISTRATOR, AUDITOR, PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as, current_viewer
from agencies.models import FieldOffice, Officer
from tests.factories import AgencyFactory, OfficerFactory, member

SYSTEM = Viewer.system("test")


def of_agencies(*ids):
    return Viewer(agency_ids=frozenset(ids), role=AGENCY_ADMINISTRATOR)


def told():
    """What the database was told: its role, the agencies and the user."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, current_setting('app.agencies', true),"
            " current_setting('app.user_id', true)"
        )
        role, agencies, user = cursor.fetchone()
        return role, agencies or "", user or ""


@pytest.mark.django_db
def test_each_viewer_takes_the_role_that_fits():
    with acting_as(SYSTEM):
        assert told() == ("g287_national", "", "")
    with acting_as(Viewer(role=AUDITOR, agency_ids=None)):
        assert told() == ("g287_auditor", "", "")
    with acting_as(of_agencies(3, 1)):
        assert told() == ("g287_agency", "{1,3}", "")
    with acting_as(Viewer(user_id=7)):
        assert told() == ("g287_agency", "{}", "7")
    with acting_as(Viewer()):
        assert told() == ("g287_web", "", "")


@pytest.mark.django_db
def test_leaving_an_inner_scope_restores_the_outer_one():
    with acting_as(of_agencies(1)):
        with acting_as(SYSTEM):
            with acting_as(of_agencies(2)):
                assert told()[1] == "{2}"
            assert told()[0] == "g287_national"
        assert told() == ("g287_agency", "{1}", "")
        assert current_viewer() == of_agencies(1)
    assert told() == ("g287_web", "", "")


@pytest.mark.django_db
def test_an_error_in_an_inner_scope_restores_the_outer_one_and_undoes_its_writes():
    with acting_as(SYSTEM):
        with pytest.raises(ZeroDivisionError), acting_as(of_agencies(2)):
            raise ZeroDivisionError
        assert told()[0] == "g287_national"
        with pytest.raises(ZeroDivisionError), acting_as(SYSTEM):  # noqa: PT012
            FieldOffice.objects.create(name="Undone")
            raise ZeroDivisionError
        assert not FieldOffice.objects.filter(name="Undone").exists()
        assert current_viewer() == SYSTEM


@pytest.mark.django_db
def test_an_inner_scope_ends_well_in_a_transaction_that_must_roll_back():
    with acting_as(SYSTEM):
        with transaction.atomic():
            with acting_as(of_agencies(1)):
                transaction.set_rollback(True)
            assert current_viewer() == SYSTEM
        assert told()[0] == "g287_national"


@pytest.mark.django_db(transaction=True)
def test_the_scope_ends_with_its_transaction():
    with acting_as(SYSTEM):
        AgencyFactory()
    assert told() == ("g287_web", "", "")
    assert not Officer.objects.exists()
    assert current_viewer() == Viewer()


@pytest.mark.django_db(transaction=True)
def test_what_runs_on_commit_sees_nothing_before_it_says_who_asks():
    seen = []
    with acting_as(SYSTEM):
        officer = OfficerFactory()
        transaction.on_commit(lambda: seen.append(Officer.objects.count()))
    assert seen == [0]
    with acting_as(of_agencies(officer.agency_id)):
        assert Officer.objects.count() == 1


# Pages that misbehave, each in its own way.

LAZY = engines["django"].from_string("{% for officer in officers %}{{ officer }};{% endfor %}")


class Lazy(TemplateResponse):
    """Asks the database only when it is rendered, after the view has returned."""

    def resolve_template(self, template):
        return LAZY


@needs(SIGNED_IN)
def lists(request):
    return Lazy(request, "lazy", {"officers": Officer.objects.order_by("id")})


@needs(SIGNED_IN)
def writes(request):
    FieldOffice.objects.create(name="Written")
    return HttpResponse()


@needs(SIGNED_IN)
def writes_and_is_not_found(request):
    FieldOffice.objects.create(name="Half done")
    raise Http404


@needs(SIGNED_IN)
def writes_and_fails(request):
    FieldOffice.objects.create(name="Half done")
    raise ZeroDivisionError


@needs(SIGNED_IN)
def writes_and_answers_that_it_failed(request):
    FieldOffice.objects.create(name="Half done")
    return HttpResponse(status=503)


@needs(SIGNED_IN)
def writes_for_another_agency(request):
    with transaction.atomic():
        OfficerFactory.build(agency_id=request.GET["agency"], agency=None).save()
    return HttpResponse()


urlpatterns = [
    path("lists", lists),
    path("writes", writes),
    path("not-found", writes_and_is_not_found),
    path("fails", writes_and_fails),
    path("answers", writes_and_answers_that_it_failed),
    path("another", writes_for_another_agency),
]
# The project's error pages draw the frame, whose addresses are not these.
pages = override_settings(ROOT_URLCONF=__name__, TEMPLATES=[
    {"BACKEND": "django.template.backends.django.DjangoTemplates"}
])  # fmt: skip


@pytest.fixture
def visit(client, transactional_db):
    """Ask for a page as a new member of an agency, or of the nation."""

    def ask(url, role=PROGRAM_MANAGER, agency=None):
        with acting_as(SYSTEM):
            client.force_login(member(role, agency))
        client.raise_request_exception = False
        with pages:
            return client.get(url)

    return ask


def test_a_page_rendered_after_the_view_still_sees_what_its_viewer_sees(visit):
    with acting_as(SYSTEM):
        mine, other = OfficerFactory(), OfficerFactory()
    response = visit("/lists", AGENCY_ADMINISTRATOR, mine.agency)
    assert response.content.decode() == f"{mine};"
    assert str(other) not in response.content.decode()


@pytest.mark.parametrize(
    ("url", "status"), [("/not-found", 404), ("/fails", 500), ("/answers", 503)]
)
def test_nothing_is_half_written(visit, url, status):
    assert visit(url).status_code == status
    with acting_as(SYSTEM):
        assert not FieldOffice.objects.filter(name="Half done").exists()


def test_a_page_that_lets_an_auditor_write_is_refused_by_the_database(visit):
    assert visit("/writes", AUDITOR).status_code == 403
    assert visit("/writes", PROGRAM_MANAGER).status_code == 200
    with acting_as(SYSTEM):
        assert FieldOffice.objects.filter(name="Written").count() == 1


def test_a_write_that_a_policy_refuses_is_a_refusal(visit):
    with acting_as(SYSTEM):
        mine, other = AgencyFactory(), AgencyFactory()
    response = visit(f"/another?agency={other.pk}", AGENCY_ADMINISTRATOR, mine)
    assert response.status_code == 403
    assert told() == ("g287_web", "", "")


def test_an_auditor_chooses_a_new_password_and_signs_out(client, transactional_db):
    with acting_as(SYSTEM):
        auditor = member(AUDITOR)
        auditor.set_password("an old stone bridge")
        auditor.save()
    assert client.login(email=auditor.email, password="an old stone bridge")
    sent = {
        "oldpassword": "an old stone bridge",
        "password1": "a quiet river in autumn",
        "password2": "a quiet river in autumn",
    }
    assert client.post(reverse("account_change_password"), sent).status_code == 302
    auditor.refresh_from_db()
    assert auditor.check_password("a quiet river in autumn")
    assert client.post(reverse("account_logout")).status_code == 302
