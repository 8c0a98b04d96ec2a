"""What an agreement asks of the agency itself: recording it, and how it stands on a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import acting_as
from agencies.models import Agreement
from tests.factories import AgreementFactory, viewer_as
from tests.support import chain
from training.kinds import Kind
from training.models import DutyDone, RuleSet, Standing
from training.rules.periods import add_months
from training.selectors.duties import duties_of_each, duties_on
from training.selectors.requirements import requirements_on
from training.selectors.rule_set import digest_of
from training.services.agreement_act import record_agreement_act
from training.services.duty import kinds_to_record, record_duty
from training.services.reevaluation import apply, prepare
from training.services.rule_set import approve, draft_from, propose
from training.states import RequirementState

MET, MISSING = RequirementState.MET, RequirementState.MISSING
IN_PROGRESS = RequirementState.IN_PROGRESS


def record(viewer, agreement, kind, done_on=None, evidence="Minutes of 3 Mar 2026"):
    with acting_as(viewer):
        return record_duty(
            viewer, agreement, kind=kind, done_on=done_on or viewer.today, evidence=evidence
        )


def states(agreement, day, known=None):
    return {duty.kind: duty.state for duty in duties_on(agreement, day, known)}


def test_before_the_first_officer_is_authorized_nothing_is_missing(arranged):
    cast = chain.chain("WSO-2025-02-15")
    assert states(cast.agreement, cast.today) == {
        Kind.REVIEW_MEETING: IN_PROGRESS,
        Kind.INTERPRETER_LIST: IN_PROGRESS,
        Kind.POSTERS: IN_PROGRESS,
    }


def test_with_the_first_officer_the_list_and_the_posters_are_asked(arranged):
    cast = chain.chain("JEM-2025-02-15")
    chain.authorized(cast)
    assert states(cast.agreement, cast.today) == {
        Kind.REVIEW_MEETING: MET,
        Kind.AGREEMENT_REVIEW: MET,
        Kind.INTERPRETER_LIST: MISSING,
        Kind.POSTERS: MISSING,
    }


def test_the_agency_records_its_list_and_its_posters(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    for kind in (Kind.INTERPRETER_LIST, Kind.POSTERS):
        record(cast.administrator, cast.agreement, kind)
    found = {duty.kind: duty for duty in duties_on(cast.agreement, cast.today)}
    assert found[Kind.POSTERS].state is MET
    assert found[Kind.POSTERS].done.recorded_by_id == cast.administrator.user_id
    assert found[Kind.POSTERS].reason.startswith("The posters are displayed")


def test_the_program_manager_records_the_meeting_which_moves_the_next_one(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    done_on = cast.today - timedelta(days=1)
    record(cast.manager, cast.agreement, Kind.REVIEW_MEETING, done_on)
    meeting = duties_on(cast.agreement, cast.today)[0]
    assert meeting.state is MET
    assert (meeting.due_on - done_on).days in (365, 366)


@pytest.mark.parametrize(
    ("who", "kind", "words"),
    [
        ("administrator", Kind.REVIEW_MEETING, "The program manager records this."),
        ("manager", Kind.POSTERS, "The agency's administrator records this."),
        ("manager", Kind.AGREEMENT_REVIEW, "does not ask for this"),
    ],
)
def test_each_duty_has_somebody_who_records_it(arranged, who, kind, words):
    cast = chain.chain("WSO-2025-02-15")
    with pytest.raises(Refused, match=words):
        record(getattr(cast, who), cast.agreement, kind)


@pytest.mark.parametrize("who", ["supervisor", "director", "registrar"])
def test_nobody_else_records_any(arranged, who):
    cast = chain.chain()
    with pytest.raises(MissingPermission):
        record(getattr(cast, who), cast.agreement, Kind.POSTERS)


def test_another_agency_finds_no_agreement_to_record_on(arranged):
    cast, other = chain.chain(), chain.chain()
    with pytest.raises(Agreement.DoesNotExist):
        record(other.administrator, cast.agreement, Kind.POSTERS)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": 1}, "done_on"),
        ({"days": -5000}, "done_on"),
        ({"evidence": " "}, "evidence"),
        ({"evidence": "x" * 201}, "evidence"),
    ],
)
def test_an_impossible_day_or_no_document_is_refused(arranged, values, field):
    cast = chain.chain()
    day = cast.today + timedelta(days=values.pop("days", 0))
    with pytest.raises(Refused) as refused:
        record(cast.administrator, cast.agreement, Kind.POSTERS, day, **values)
    assert field in {reason.field for reason in refused.value.reasons}


def test_an_agreement_that_has_ended_asks_for_nothing(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    with acting_as(cast.manager):
        record_agreement_act(
            cast.manager,
            cast.agreement,
            kind="terminated",
            effective_on=cast.today,
            evidence="Letter 9",
        )
    assert set(states(cast.agreement, cast.today).values()) == {RequirementState.NOT_APPLICABLE}
    with pytest.raises(Refused, match="not in force"):
        record(cast.administrator, cast.agreement, Kind.POSTERS)


def test_a_day_is_recorded_once(arranged):
    cast = chain.chain()
    record(cast.administrator, cast.agreement, Kind.POSTERS)
    with pytest.raises(Refused, match="on record for that day already"):
        record(cast.administrator, cast.agreement, Kind.POSTERS)
    with pytest.raises(IntegrityError, match="duty_done_once_a_day"), transaction.atomic():
        DutyDone.objects.create(
            agency=cast.agency,
            agreement=cast.agreement,
            kind=Kind.POSTERS,
            done_on=cast.today,
            evidence="Again",
        )


def test_what_was_known_before_stays_as_it_was(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    known = timezone.now()
    record(cast.administrator, cast.agreement, Kind.POSTERS)
    assert states(cast.agreement, cast.today, known)[Kind.POSTERS] is MISSING
    assert states(cast.agreement, cast.today)[Kind.POSTERS] is MET


def test_a_form_that_asks_nothing_of_the_agency_shows_nothing(arranged):
    for form in ("TFM-2025-03-07", "MOU-2002"):
        cast = chain.chain("TFM-2025-03-07" if form[0] == "T" else "WSO-2025-02-15")
        if form == "MOU-2002":
            cast.agreement.form_revision = None
        assert duties_on(cast.agreement, cast.today) == []
        assert kinds_to_record(cast.manager, cast.agreement, cast.today) == []


def test_what_the_agency_owes_is_never_held_against_an_officer(arranged):
    cast = chain.chain("WSO-2025-02-15")
    officer = chain.authorized(cast)
    assert MISSING in states(cast.agreement, cast.today).values()
    standing = Standing.objects.on(cast.today).get(participation=officer)
    assert standing.grade == Standing.Grade.COMPLIANT
    assert max(r.kind for r in requirements_on(officer, cast.today)) <= Kind.CREDENTIAL_RETURN


def test_the_number_of_queries_is_fixed(arranged, django_assert_num_queries):
    cast = chain.chain("JEM-2025-02-15")
    chain.authorized(cast)
    for kind in (Kind.INTERPRETER_LIST, Kind.POSTERS):
        record(cast.administrator, cast.agreement, kind)
    other = AgreementFactory(agency=cast.agency, form="WSO-2025-02-15")
    with django_assert_num_queries(5):
        found = duties_of_each([cast.agreement, other], cast.today)
    assert found[cast.agreement.pk] == duties_on(cast.agreement, cast.today)
    assert found[other.pk] == duties_on(other, cast.today)


# --- Rules that are published later --------------------------------------------------------------


def published(valid_from, edit, form="WSO-2025-02-15"):
    """The next version of the form's rules, in force from a day."""
    author, second = viewer_as(PROGRAM_MANAGER), viewer_as(PROGRAM_MANAGER)
    source = RuleSet.objects.filter(form_revision__code=form).order_by("-version").first()
    draft = draft_from(author, source, valid_from)
    edit(draft)
    propose(author, draft)
    return approve(second, draft, digest=digest_of(draft))


def every(months):
    def edit(draft):
        row = draft.requirements.get(kind=Kind.REVIEW_MEETING)
        row.parameters = {"interval_months": months, "first_after_months": months}
        row.save()

    return edit


def meeting(agreement, day, known=None):
    return next(d for d in duties_on(agreement, day, known) if d.kind is Kind.REVIEW_MEETING)


def reevaluated(rules, on):
    author, second = viewer_as(PROGRAM_MANAGER), viewer_as(PROGRAM_MANAGER)
    made = prepare(author, name="Meetings", reason="Letter", rule_set=rules, effective_on=on)
    return apply(second, made, digest=made.digest)


def test_publishing_rules_moves_no_duty_whose_clock_runs(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    before = duties_on(cast.agreement, cast.today)

    published(cast.today, every(6))

    assert duties_on(cast.agreement, cast.today) == before
    later = cast.today + timedelta(days=300)
    assert meeting(cast.agreement, later).due_on == add_months(cast.today, 12)


def test_a_meeting_held_after_publishing_is_judged_by_the_new_rules(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    published(cast.today, every(6))

    record(cast.manager, cast.agreement, Kind.REVIEW_MEETING)

    assert meeting(cast.agreement, cast.today).due_on == add_months(cast.today, 6)


def test_a_re_evaluation_moves_the_duties_from_its_day_on(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    rules = published(cast.today, every(6))
    known = timezone.now()

    reevaluated(rules, cast.today + timedelta(days=10))

    assert meeting(cast.agreement, cast.today).due_on == add_months(cast.today, 12)
    on = cast.today + timedelta(days=10)
    assert meeting(cast.agreement, on).due_on == add_months(cast.today, 6)
    assert meeting(cast.agreement, on, known).due_on == add_months(cast.today, 12)


def test_a_shorter_interval_ends_no_earlier_than_on_the_day_of_the_re_evaluation(arranged):
    cast = chain.chain()
    chain.authorized(cast)
    rules = published(cast.today, every(1))
    on = cast.today + timedelta(days=60)

    reevaluated(rules, on)

    assert meeting(cast.agreement, on).due_on == on


def test_a_duty_that_new_rules_leave_out_is_still_asked_and_recorded(arranged):
    cast = chain.chain()
    chain.authorized(cast)

    def edit(draft):
        draft.requirements.filter(kind=Kind.POSTERS).delete()

    published(cast.today, edit)

    assert states(cast.agreement, cast.today)[Kind.POSTERS] is MISSING
    record(cast.administrator, cast.agreement, Kind.POSTERS)
    assert states(cast.agreement, cast.today)[Kind.POSTERS] is MET
