"""Publishing rules: one person proposes, another approves, and nothing that was issued moves."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AUDITOR, PROGRAM_MANAGER
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import Coverage, Requirement, RuleAssignment, RuleSet, Standing
from training.selectors.rule_set import digest_of, rule_sets
from training.selectors.rule_set_comparison import Change, compared
from training.services.rule_set import approve, discard, draft_from, propose, take_back

pytestmark = pytest.mark.usefixtures("arranged")

FORM = "JEM-2025-02-15"


@pytest.fixture
def author():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def approver():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def in_force():
    return RuleSet.objects.get(form_revision__code=FORM, model="JEM")


@pytest.fixture
def draft(author, in_force):
    return draft_from(author, in_force, author.today + timedelta(days=30))


def requirement(rule_set, kind):
    return rule_set.requirements.get(kind=kind)


def reasons(refused):
    return " ".join(reason.text for reason in refused.value.reasons)


# --- Drafting ----------------------------------------------------------------------------------


def test_a_draft_is_a_copy_in_the_next_version(draft, in_force):
    assert (draft.version, draft.published_at, draft.proposed_at) == (2, None, None)
    assert all(c.change is Change.SAME for c in compared(draft, in_force))
    assert draft.requirements.count() == in_force.requirements.count() > 5


def test_a_draft_judges_nobody(draft, author):
    c = chain.chain(FORM)
    participation = chain.nominated(c, on=c.today)
    assert participation.ruleassignments.get().rule_set.version == 1


def test_one_draft_at_a_time_is_open(author, draft, in_force):
    with pytest.raises(Refused, match="Version 2 is a draft already"):
        draft_from(author, in_force, author.today + timedelta(days=60))


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "From is a day that has passed"), (-5000, "From overlaps version 1")]
)
def test_a_version_does_not_begin_in_the_past_or_before_an_earlier_one(
    author, in_force, days, words
):
    with pytest.raises(Refused) as refused:
        draft_from(author, in_force, author.today + timedelta(days=days))
    assert words in reasons(refused)
    assert {reason.field for reason in refused.value.reasons} == {"valid_from"}


def test_a_draft_can_be_discarded_and_its_number_is_free_again(author, draft, in_force):
    discard(author, draft)
    again = draft_from(author, in_force, author.today + timedelta(days=30))
    assert again.version == 2


def test_only_those_who_publish_see_a_draft(draft, author):
    assert draft in rule_sets(author)
    assert draft not in rule_sets(viewer_as(AUDITOR))


@pytest.mark.parametrize(
    "act",
    [
        lambda viewer, draft: draft_from(viewer, draft, date(2099, 1, 1)),
        lambda viewer, draft: propose(viewer, draft),
        lambda viewer, draft: take_back(viewer, draft),
        lambda viewer, draft: approve(viewer, draft, digest=""),
        lambda viewer, draft: discard(viewer, draft),
    ],
)
def test_nobody_else_may_publish(draft, act):
    with pytest.raises(MissingPermission):
        act(viewer_as(AUDITOR), draft)


# --- What a draft may say: the checks of the files ----------------------------------------------


@pytest.mark.parametrize(
    ("kind", "change", "key", "words"),
    [
        (Kind.REFRESHER, {"months": None}, "parameters, months", "months is missing"),
        (Kind.REFRESHER, {"months": -3}, "parameters, months", "is -3, not between 1 and 600"),
        (Kind.REFRESHER, {"months": 12}, "parameters, months", "is too short: the form says"),
        (Kind.REFRESHER, {"moths": 24}, "parameters, moths", "is not known here"),
        (Kind.REFRESHER, {"clock": "moon"}, "parameters, clock", "is moon, which is none of"),
        (Kind.REFRESHER, {"courses": ["LUNCH"]}, "parameters, courses", "names LUNCH, which is no"),
        (Kind.EVALUATION, {"days": "90"}, "parameters, days", "is not a whole number"),
        (Kind.INITIAL_COURSE, {"hours": None}, "parameters, hours", "hours is missing"),
    ],
)
def test_what_a_file_would_be_refused_for_a_draft_is_refused_for(
    author, draft, kind, change, key, words
):
    row = requirement(draft, kind)
    row.parameters = {k: v for k, v in {**row.parameters, **change}.items() if v is not None}
    row.save()
    with pytest.raises(Refused) as refused:
        propose(author, draft)
    [reason] = refused.value.reasons
    assert reason.field == key
    assert words in reason.text
    assert reason.text.startswith(str(kind.label))


def test_every_reason_is_given_at_once(author, draft):
    draft.requirements.filter(kind=Kind.REFRESHER).update(parameters={}, clause=" ")
    draft.requirements.filter(kind=Kind.SUPERVISOR).update(source="")
    RuleSet.objects.filter(pk=draft.pk).update(valid_from=author.today - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        propose(author, draft)
    assert {reason.field for reason in refused.value.reasons} == {
        "clause", "parameters, months", "parameters, clock", "source", "valid_from",
    }  # fmt: skip


def test_an_unknown_kind_is_refused_by_the_database(draft):
    with pytest.raises(DatabaseError, match="requirement_kind_known"), transaction.atomic():
        Requirement.objects.create(rule_set=draft, kind=99, clause="?", source="?", mark="assumed")


def test_what_is_assumed_may_be_switched_on_by_people(author, approver, draft):
    draft.requirements.filter(kind=Kind.EVALUATION).update(is_binding=True)
    propose(author, draft)
    published = approve(approver, draft, digest=digest_of(draft))
    assert requirement(published, Kind.EVALUATION).is_binding


def test_rules_that_demand_nothing_are_not_proposed(author, draft):
    draft.requirements.all().delete()
    with pytest.raises(Refused, match="these rules would demand nothing"):
        propose(author, draft)


# --- Two people --------------------------------------------------------------------------------


def test_one_proposes_and_another_approves(author, approver, draft):
    propose(author, draft)
    published = approve(approver, draft, digest=digest_of(draft))
    assert published.proposed_by_id == author.user_id
    assert published.published_by_id == approver.user_id
    on_its_day = RuleSet.objects.published_on(published.valid_from)
    assert on_its_day.filter(form_revision__code=FORM).first() == published


def test_nobody_approves_what_they_proposed(author, draft):
    propose(author, draft)
    with pytest.raises(Refused, match="You proposed these rules"):
        approve(author, draft, digest=digest_of(draft))


def test_the_database_refuses_the_same_person_twice(author, draft):
    propose(author, draft)
    with pytest.raises(DatabaseError, match="rule_set_published_by_another"), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(published_at=Now(), published_by=author.user_id)


def test_what_nobody_proposed_is_not_approved(approver, draft):
    with pytest.raises(Refused, match="Nobody has proposed"):
        approve(approver, draft, digest=digest_of(draft))


def test_a_proposal_cannot_be_changed_until_it_is_taken_back(author, draft):
    propose(author, draft)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        draft.requirements.update(clause="Other words.")
    with pytest.raises(Refused, match="Take the proposal back first"):
        discard(author, draft)

    take_back(author, draft)

    draft.requirements.filter(kind=Kind.SUPERVISOR).update(clause="Other words.")
    assert requirement(draft, Kind.SUPERVISOR).clause == "Other words."


def test_another_text_than_was_read_is_not_approved(author, approver, draft):
    propose(author, draft)
    read = digest_of(draft)
    take_back(author, draft)
    draft.requirements.filter(kind=Kind.SUPERVISOR).update(is_binding=False)
    propose(author, draft)
    with pytest.raises(Refused, match="have changed since you opened them"):
        approve(approver, draft, digest=read)


def test_a_day_that_passed_before_the_approval_is_refused(author, approver, draft):
    propose(author, draft)
    with transaction.atomic():
        take_back(author, draft)
        RuleSet.objects.filter(pk=draft.pk).update(valid_from=author.today - timedelta(days=1))
        RuleSet.objects.filter(pk=draft.pk).update(
            proposed_at="2026-01-01T00:00Z", proposed_by=author.user_id
        )
    draft.refresh_from_db()
    with pytest.raises(Refused, match="From is a day that has passed"):
        approve(approver, draft, digest=digest_of(draft))


@pytest.mark.parametrize("act", [propose, take_back, discard])
def test_published_rules_stay(author, in_force, act):
    with pytest.raises(Refused, match="published and stay as they are"):
        act(author, in_force)


# --- Publishing moves nothing that was issued ----------------------------------------------------


def everything():
    return (
        list(RuleAssignment.objects.order_by("pk").values_list()),
        list(Coverage.objects.order_by("pk").values_list()),
        list(Standing.objects.order_by("pk").values_list()),
    )


def publish(author, approver, rule_set, valid_from, **parameters):
    """A next version with other months for the refresher, from a day."""
    draft = draft_from(author, rule_set, valid_from)
    row = requirement(draft, Kind.REFRESHER)
    row.parameters = {**row.parameters, **parameters}
    row.save()
    propose(author, draft)
    return approve(approver, draft, digest=digest_of(draft))


def test_publishing_moves_nothing_that_was_issued(author, approver, in_force):
    c = chain.chain(FORM)
    chain.authorized(c)
    before = everything()
    publish(author, approver, in_force, c.today, months=36)
    assert everything() == before


def test_new_nominations_take_the_new_version_from_its_day(author, approver, in_force):
    c = chain.chain(FORM)
    published = publish(author, approver, in_force, c.today, months=36)
    earlier = chain.nominated(c, on=c.today - timedelta(days=1))
    later = chain.nominated(c, on=c.today)
    assert earlier.ruleassignments.get().rule_set == in_force
    assert later.ruleassignments.get().rule_set == published


# --- Comparing ---------------------------------------------------------------------------------


def test_a_comparison_names_what_is_added_removed_and_changed(draft, in_force):
    draft.requirements.filter(kind=Kind.EXPERIENCE).delete()
    row = requirement(draft, Kind.REFRESHER)
    row.parameters = {**row.parameters, "months": 36}
    row.soon_days = 60
    row.is_binding = False
    row.clause = "Every three years."
    row.save()

    found = {c.kind: c for c in compared(draft, in_force) if c.change is not Change.SAME}

    assert {kind: c.change for kind, c in found.items()} == {
        Kind.EXPERIENCE: Change.REMOVED,
        Kind.REFRESHER: Change.CHANGED,
    }
    turned = {c.kind: c.change for c in compared(in_force, draft)}
    assert turned[Kind.EXPERIENCE] is Change.ADDED
    lines = {d.what: (d.before, d.after) for d in found[Kind.REFRESHER].differences}
    assert lines["Interval"] == ("every 24 months", "every 36 months")
    assert lines["Weight"] == ("Binding", "Advisory")
    assert lines["Due soon"] == ("90 days before", "60 days before")
    assert lines["Clause"][1] == "Every three years."


def test_other_words_alone_do_not_weigh(draft, in_force):
    draft.requirements.filter(kind=Kind.SUPERVISOR).update(clause="The same, in plainer words.")
    [changed] = [c for c in compared(draft, in_force) if c.change is not Change.SAME]
    assert changed.change is Change.CHANGED
    assert not changed.weighs


def test_without_rules_in_force_everything_is_added(draft):
    assert {c.change for c in compared(draft, None)} == {Change.ADDED}
