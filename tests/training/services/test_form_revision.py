"""Whoever confirms another form than was inferred judges the officers by that form's rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.refusal import Refused
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from agencies.models import FormRevision
from agencies.rules.periods import FOREVER
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import Coverage, ParticipationAct, RuleAssignment, RuleSet
from training.models.act import ActKind
from training.selectors.requirements import requirements_on
from training.selectors.rule_set import digest_of
from training.services.form_revision import confirm_form
from training.services.rule_set import approve, draft_from, propose

pytestmark = pytest.mark.usefixtures("arranged")

SIGNED = date(2025, 3, 1)


def confirm(c, code):
    with acting_as(c.manager):
        confirm_form(c.manager, c.agreement, FormRevision.objects.get(code=code))


def judged_by(officer):
    rows = RuleAssignment.objects.filter(participation=officer, superseded_at=None)
    return [row.rule_set.form_revision.code for row in rows]


def test_another_form_judges_from_the_nomination_on():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    officer = chain.authorized(c)

    confirm(c, "WSO-2019")

    assert judged_by(officer) == ["WSO-2019"]
    (row,) = RuleAssignment.objects.filter(participation=officer, superseded_at=None)
    nominated = ParticipationAct.objects.get(participation=officer, kind=ActKind.NOMINATED)
    assert row.valid_from == nominated.effective_on


def test_each_officer_gets_an_act_of_today():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    officer = chain.authorized(c)

    confirm(c, "WSO-2019")

    act = ParticipationAct.objects.get(participation=officer, kind=ActKind.REEVALUATED)
    assert (act.effective_on, act.detail) == (c.today, "form WSO-2019 confirmed")


def test_the_inferred_form_confirmed_changes_nobody():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    officer = chain.nominated(c)
    before = list(RuleAssignment.objects.filter(participation=officer).values_list("pk"))

    confirm(c, "WSO-2025-02-15")

    assert list(RuleAssignment.objects.filter(participation=officer).values_list("pk")) == before


def test_what_was_known_before_stays():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    officer = chain.authorized(c)
    known = timezone.now()
    asked = [(r.kind, r.state) for r in requirements_on(officer, c.today, known)]

    confirm(c, "WSO-2019")

    assert [(r.kind, r.state) for r in requirements_on(officer, c.today, known)] == asked


def test_a_form_without_rules_is_not_confirmed_while_officers_take_part():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    chain.nominated(c)
    with acting_as(Viewer.system("test")):
        form = FormRevision.objects.create(
            code="WSO-2024", title="WSO 2024", for_models=["WSO"], valid_from=date(2024, 1, 1)
        )
        assert not RuleSet.objects.filter(form_revision=form).exists()

    with pytest.raises(Refused, match="Publish the rules first"):
        confirm(c, "WSO-2024")
    assert c.agreement.participations.get().coverages.filter(kind=Kind.PARTICIPATION).exists()


def test_each_officer_is_judged_by_the_version_of_the_nomination():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    first = chain.authorized(c)
    in_force = RuleSet.objects.get(form_revision__code="WSO-2019", model="WSO")
    author, approver = viewer_as(PROGRAM_MANAGER), viewer_as(PROGRAM_MANAGER)
    with acting_as(author):
        draft = draft_from(author, in_force, c.today + timedelta(days=1))
        propose(author, draft)
    with acting_as(approver):
        later = approve(approver, draft, digest=digest_of(draft))

    with time_machine.travel(datetime.now(UTC) + timedelta(days=30)):
        second = chain.nominated(c, on=c.today)
        confirm(c, "WSO-2019")

    rows = RuleAssignment.objects.filter(
        participation__agreement=c.agreement, superseded_at=None, valid_to=FOREVER
    )
    judged = {row.participation_id: row.rule_set for row in rows}
    assert judged == {first.pk: in_force, second.pk: later}


def test_what_began_before_the_form_goes_by_its_first_rules():
    c = chain.chain("WSO-2025-02-15", signed_on=SIGNED)
    officer = chain.nominated(c)
    before = date(2018, 5, 1)
    span = Coverage.objects.known_now().get(participation=officer, kind=Kind.PARTICIPATION)
    Coverage.objects.filter(pk=span.pk).update(superseded_at=timezone.now())
    c.agency.appointments.filter(officer=officer.officer).update(valid_from=date(2010, 1, 1))
    Coverage.objects.create(
        agency=c.agency,
        participation=officer,
        kind=Kind.PARTICIPATION,
        valid_from=before,
        valid_to=span.valid_to,
        evidence_kind=span.evidence_kind,
        evidence_id=span.evidence_id,
    )

    confirm(c, "WSO-2019")

    assert judged_by(officer) == ["WSO-2019"]
