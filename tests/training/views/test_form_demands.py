"""A record is judged by the form that judges the officer, wherever somebody looks at it."""

from datetime import date

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.refusal import Refused
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import acting_as
from tests.factories import viewer_as
from tests.support.chain import begun, chain, complete, submitted
from tests.support.pages import text
from training.kinds import Kind
from training.models import Enrollment, RuleAssignment, RuleSet
from training.selectors.sign_off import record_shown
from training.services.sign_off import approve
from training.services.submission import submit_record

pytestmark = pytest.mark.usefixtures("arranged")

FORM = "WSO-2025-02-15"
TOO_SHORT = "The form asks 16 hours, and the course has 8."
FAILED = "was failed: 85, and 90 is the pass mark."


def stricter():
    """A version of the form that asks 16 hours and a mark of 90; its course has 8 hours."""
    shipped = RuleSet.objects.get(form_revision__code=FORM)
    rules = RuleSet.objects.create(
        form_revision=shipped.form_revision, model="WSO", version=2, valid_from=date(2026, 1, 1)
    )
    for requirement in shipped.requirements.all():
        requirement.pk, requirement.rule_set = None, rules
        if requirement.kind == Kind.INITIAL_COURSE:
            requirement.parameters |= {"pass_mark": 90, "hours": 16}
        requirement.save(force_insert=True)
    first, second = viewer_as(PROGRAM_MANAGER), viewer_as(PROGRAM_MANAGER)
    rules.proposed_at = rules.published_at = timezone.now()
    rules.proposed_by_id, rules.published_by_id = first.user_id, second.user_id
    rules.save()
    return rules


def judged_by_stricter_rules(record):
    """As a re-evaluation would leave it."""
    standing = RuleAssignment.objects.filter(participation=record.participation_id)
    was = standing.get()
    standing.update(superseded_at=Now(), superseded_because="re-evaluated")
    RuleAssignment.objects.create(
        agency_id=was.agency_id,
        participation_id=was.participation_id,
        rule_set=stricter(),
        valid_from=was.valid_from,
    )


def test_what_the_form_asks_and_the_course_lacks_is_said_before_the_record_is_sent():
    c = chain(FORM)
    record = complete(c)
    judged_by_stricter_rules(record)
    with acting_as(c.administrator), pytest.raises(Refused) as refused:
        submit_record(c.administrator, record)
    said = [str(reason.text) for reason in refused.value.reasons]
    assert said[0] == TOO_SHORT
    assert said[1].endswith(FAILED)
    assert len(said) == 2


def test_nobody_is_enrolled_in_a_course_that_is_shorter_than_the_form_asks():
    stricter()
    with pytest.raises(Refused, match=TOO_SHORT):
        begun(chain(FORM))


def test_a_record_that_was_sent_under_other_rules_is_not_signed_off():
    c = chain(FORM)
    record = submitted(c)
    judged_by_stricter_rules(record)
    with acting_as(c.supervisor):
        digest = record_shown(Enrollment.objects.get(pk=record.pk)).digest
        with pytest.raises(Refused) as refused:
            approve(c.supervisor, record, digest=digest)
    said = [str(reason.text) for reason in refused.value.reasons]
    assert TOO_SHORT in said
    assert any(words.endswith(FAILED) for words in said)


def test_the_page_of_sign_off_says_what_the_form_asks(signed_in):
    c = chain(FORM)
    record = submitted(c)
    judged_by_stricter_rules(record)
    page = text(signed_in(c.supervisor).get(reverse("record-sign-off", args=[record.uuid])))
    assert TOO_SHORT in page
    assert FAILED in page


def test_the_results_of_a_class_are_judged_by_the_same_form(signed_in):
    c = chain(FORM)
    record = complete(c)
    judged_by_stricter_rules(record)
    address = reverse("class-results", args=[record.training_class.uuid])
    page = text(signed_in(c.registrar).get(address))
    assert "Pass mark 90 in each exam" in page
    assert "course too short" in page.lower()
