"""Two program managers publish and re-evaluate at the same moment."""

from datetime import timedelta

import pytest

from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import acting_as
from agencies.models.rows import FOREVER
from tests.concurrency.conftest import SYSTEM, refused
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import ParticipationAct, Reevaluation, RuleAssignment, RuleSet
from training.selectors.rule_set import digest_of
from training.services.reevaluation import apply, prepare
from training.services.rule_set import approve, draft_from, propose

ROUNDS = 3
FORM = "TFM-2025-03-07"


@pytest.fixture
def managers(transactional_db):
    with acting_as(SYSTEM):
        return [viewer_as(PROGRAM_MANAGER) for _ in range(3)]


@pytest.fixture
def in_force(transactional_db):
    with acting_as(SYSTEM):
        return RuleSet.objects.get(form_revision__code=FORM)


@pytest.fixture
def prepared(managers, in_force):
    """A re-evaluation of two officers, prepared by the first manager."""
    author, second, _third = managers
    with acting_as(SYSTEM):
        cast = chain.chain(FORM)
        for _ in range(2):
            chain.nominated(cast)
        draft = draft_from(author, in_force, author.today)
        draft.requirements.filter(kind=Kind.EXPERIENCE).update(is_binding=False)
        propose(author, draft)
        rules = approve(second, draft, digest=digest_of(draft))
        return prepare(
            author, name="Anew", reason="Letter", rule_set=rules, effective_on=author.today
        )


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_apply_at_once_apply_it_once(at_once, managers, prepared, _round):
    _author, second, third = managers
    outcomes = at_once(
        *(
            (viewer, lambda v=viewer: apply(v, prepared, digest=prepared.digest))
            for viewer in (second, third)
        )
    )
    [refusal] = refused(outcomes)
    with acting_as(SYSTEM):
        applied = Reevaluation.objects.select_related("applied_by").get(pk=prepared.pk)
        assert str(applied.applied_by) in refusal.reasons[0].text
        assert ParticipationAct.objects.filter(kind="reevaluated").count() == 2
        open_now = RuleAssignment.objects.filter(superseded_at=None, valid_to=FOREVER)
        assert set(open_now.values_list("rule_set__version", flat=True)) == {2}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_approve_at_once_publish_once(at_once, managers, in_force, _round):
    author, second, third = managers
    with acting_as(SYSTEM):
        draft = draft_from(author, in_force, author.today)
        propose(author, draft)
        digest = digest_of(draft)
    outcomes = at_once(
        *((viewer, lambda v=viewer: approve(v, draft, digest=digest)) for viewer in (second, third))
    )
    [refusal] = refused(outcomes)
    assert "published and stay as they are" in refusal.reasons[0].text


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_draft_at_once_make_one_draft(at_once, managers, in_force, _round):
    first, second, _third = managers
    on = first.today + timedelta(days=30)
    outcomes = at_once(*((v, lambda v=v: draft_from(v, in_force, on)) for v in (first, second)))
    assert len(refused(outcomes)) == 1
    with acting_as(SYSTEM):
        assert RuleSet.objects.filter(published_at=None).count() == 1
