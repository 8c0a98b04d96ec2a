"""Re-evaluation: a named act of two people, shown first, and applied as it was shown."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.permissions import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AUDITOR, PROGRAM_MANAGER
from accounts.viewer import acting_as
from tests.factories import viewer_as
from tests.support import chain
from training.kinds import EvidenceKind, Kind
from training.models import (
    Coverage,
    ParticipationAct,
    Reevaluation,
    Requirement,
    RuleAssignment,
    RuleSet,
    Standing,
)
from training.rules.periods import add_months
from training.selectors.reevaluation import counts_of
from training.selectors.rule_set import digest_of
from training.selectors.standing import differences
from training.services.evaluation import record_evaluation
from training.services.reevaluation import PreviewChanged, apply, prepare, preview, show_again
from training.services.rule_set import approve, draft_from, propose
from training.states import Compliance

pytestmark = pytest.mark.usefixtures("arranged")

# Five days of class, not twenty: the rules of the form itself are not what is tested here.
FORM = "TFM-2025-03-07"


@pytest.fixture
def author():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def second():
    return viewer_as(PROGRAM_MANAGER)


@pytest.fixture
def cast():
    return chain.chain(FORM)


@pytest.fixture
def officer(cast):
    """An authorized officer: the refresher's clock runs, and the first evaluation is ahead."""
    return chain.authorized(cast)


def publish(author, second, valid_from, edit, form=FORM):
    """The next version of the form's rules, edited, in force from a day."""
    source = RuleSet.objects.filter(form_revision__code=form).order_by("-version").first()
    draft = draft_from(author, source, valid_from)
    edit(draft)
    propose(author, draft)
    return approve(second, draft, digest=digest_of(draft))


def binding_evaluation(days):
    def edit(draft):
        draft.requirements.filter(kind=Kind.EVALUATION).update(
            is_binding=True, parameters={"days": days}
        )

    return edit


def refresher(months):
    def edit(draft):
        row = draft.requirements.get(kind=Kind.REFRESHER)
        row.parameters = {**row.parameters, "months": months}
        row.save()

    return edit


def prepared(author, rule_set, on, name="Longer refresher"):
    return prepare(
        author, name=name, reason="ICE letter of 1 March", rule_set=rule_set, effective_on=on
    )


def open_rows(participation, kind):
    rows = Coverage.objects.known_now().filter(participation=participation, kind=kind)
    return sorted(rows.values_list("valid_from", "valid_to"))


def judged_by(participation):
    rows = RuleAssignment.objects.filter(participation=participation, superseded_at=None)
    return [
        (row.rule_set.version, row.valid_from, row.valid_to)
        for row in rows.select_related("rule_set").order_by("valid_from")
    ]


def everything():
    """All that a re-evaluation could write."""
    models = (RuleAssignment, Coverage, ParticipationAct, Standing)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def compliance(participation, day):
    row = Standing.objects.with_compliance_on(day).filter(participation=participation).first()
    return Compliance(row.compliance) if row else Compliance.NOT_APPLICABLE


# --- Preparing ---------------------------------------------------------------------------------


def test_preparing_writes_the_preview_and_nothing_else(cast, officer, author, second):
    rules = publish(author, second, cast.today, refresher(36))
    before = everything()

    made = prepared(author, rules, cast.today)

    assert everything() == before
    assert (made.prepared_by_id, made.applied_at) == (author.user_id, None)
    assert len(made.digest) == 64
    counts = counts_of(author, made)
    assert (counts.judged, counts.corrected) == (1, 1)
    assert [(a.name, a.judged) for a in counts.agencies] == [(cast.agency.name, 1)]


def test_the_preview_names_what_each_officer_goes_to(cast, officer, author, second):
    on = cast.today + timedelta(days=60)
    rules = publish(author, second, on, binding_evaluation(30))
    made = prepared(author, rules, on)

    [change] = preview(author, made)

    assert change.participation_id == officer.pk
    assert change.today == (Compliance.COMPLIANT, Compliance.COMPLIANT)
    assert change.on_day == (Compliance.COMPLIANT, Compliance.OVERDUE)
    [moved] = counts_of(author, made).moved
    assert (moved.before, moved.after, moved.count) == (*change.on_day, 1)


def test_the_preview_can_be_read_agency_by_agency(cast, officer, author, second):
    other = chain.chain(FORM)
    chain.nominated(other)
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    assert len(list(preview(author, made))) == 2
    [change] = preview(author, made, agency=cast.agency)
    assert change.agency_id == cast.agency.pk


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": " "}, "name", "Give it a name"),
        ({"reason": ""}, "reason", "Say why"),
        ({"effective_on": date(2020, 5, 1)}, "effective_on", "has passed"),
        ({"effective_on": date(2020, 5, 1)}, "rule_set", "another version of these rules"),
    ],
)
def test_preparing_is_refused_with_the_reason_at_its_field(
    cast, officer, author, second, change, field, words
):
    rules = publish(author, second, cast.today, refresher(36))
    asked = {"name": "N", "reason": "R", "rule_set": rules, "effective_on": cast.today, **change}
    with pytest.raises(Refused) as refused:
        prepare(author, **asked)
    assert words in " ".join(r.text for r in refused.value.reasons if r.field == field)


def test_a_draft_judges_nobody(cast, officer, author):
    source = RuleSet.objects.get(form_revision__code=FORM)
    draft = draft_from(author, source, cast.today)
    with pytest.raises(Refused, match="not published"):
        prepared(author, draft, cast.today)


def test_where_nobody_would_be_judged_anew_there_is_nothing_to_prepare(cast, officer, author):
    source = RuleSet.objects.get(form_revision__code=FORM)
    with pytest.raises(Refused, match="already"):
        prepared(author, source, cast.today)


def test_only_those_who_publish_rules_re_evaluate(cast, officer, author, second):
    rules = publish(author, second, cast.today, refresher(36))
    made = prepared(author, rules, cast.today)
    auditor = viewer_as(AUDITOR)
    for act in (
        lambda: prepared(auditor, rules, cast.today),
        lambda: preview(auditor, made),
        lambda: show_again(auditor, made),
        lambda: apply(auditor, made, digest=made.digest),
    ):
        with pytest.raises(MissingPermission):
            act()


# --- Two people --------------------------------------------------------------------------------


def test_another_person_applies_it(cast, officer, author, second):
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    applied = apply(second, made, digest=made.digest)
    assert applied.applied_by_id == second.user_id
    assert applied.applied_at is not None


def test_nobody_applies_what_they_prepared(cast, officer, author, second):
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    before = everything()
    with pytest.raises(Refused, match="You prepared it"):
        apply(author, made, digest=made.digest)
    assert everything() == before


def test_the_database_refuses_the_same_person_twice(cast, officer, author, second):
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    with pytest.raises(DatabaseError, match="applied_by_another"), transaction.atomic():
        Reevaluation.objects.filter(pk=made.pk).update(applied_at=Now(), applied_by=author.user_id)


def test_it_is_applied_once(cast, officer, author, second):
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    apply(second, made, digest=made.digest)
    before = everything()
    with pytest.raises(Refused, match="applied it on"):
        apply(second, made, digest=made.digest)
    assert everything() == before


# --- What it writes ----------------------------------------------------------------------------


def test_the_old_rules_end_on_the_day_and_the_new_ones_begin(cast, officer, author, second):
    on = cast.today + timedelta(days=10)
    [(_version, began, end)] = judged_by(officer)
    made = prepared(author, publish(author, second, on, refresher(36)), on)
    apply(second, made, digest=made.digest)
    assert judged_by(officer) == [(1, began, on), (2, on, end)]
    [act] = ParticipationAct.objects.filter(participation=officer, kind="reevaluated")
    assert (act.effective_on, act.detail, act.status_after) == (on, "Longer refresher", "")
    assert act.recorded_by_id == second.user_id


def test_a_longer_interval_moves_the_due_date_out(cast, officer, author, second):
    [(completed, due)] = open_rows(officer, Kind.REFRESHER)
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    apply(second, made, digest=made.digest)
    assert due < add_months(completed, 36)
    assert open_rows(officer, Kind.REFRESHER) == [
        (completed, due),
        (cast.today, add_months(completed, 36)),
    ]


def test_a_shorter_interval_closes_the_row_and_adds_the_corrected_one(
    cast, officer, author, second
):
    publish(author, second, cast.today, binding_evaluation(120))
    made = prepared(author, RuleSet.objects.get(form_revision__code=FORM, version=2), cast.today)
    apply(second, made, digest=made.digest)
    on = cast.today + timedelta(days=20)
    shorter = publish(author, second, on, binding_evaluation(45))
    again = prepared(author, shorter, on, name="Closer watch")
    apply(second, again, digest=again.digest)

    assert max(end for _first, end in open_rows(officer, Kind.EVALUATION)) == (
        cast.today + timedelta(days=45)
    )
    closed = Coverage.objects.filter(participation=officer, kind=Kind.EVALUATION).exclude(
        superseded_at=None
    )
    assert {row.superseded_because for row in closed} == {"re-evaluation: Closer watch"}


def test_what_would_be_overdue_under_the_new_rules_falls_due_on_their_day(
    cast, officer, author, second
):
    on = cast.today + timedelta(days=60)
    made = prepared(author, publish(author, second, on, binding_evaluation(30)), on)
    apply(second, made, digest=made.digest)
    assert open_rows(officer, Kind.EVALUATION) == [(cast.today, on)]
    assert compliance(officer, on - timedelta(days=1)) is not Compliance.OVERDUE
    assert compliance(officer, on) is Compliance.OVERDUE


def test_a_requirement_that_the_old_rules_did_not_have_counts_what_is_on_record(author, second):
    c = chain.chain("WSO-2025-02-15")
    officer = chain.authorized(c)
    completed = officer.enrollments.get().ends_on

    def with_refresher(draft):
        Requirement.objects.create(
            rule_set=draft, kind=Kind.REFRESHER, parameters={"months": 24, "clock": "anniversary"},
            clause="A refresher every two years.", source="Letter", mark="sourced",
        )  # fmt: skip

    rules = publish(author, second, c.today, with_refresher, form="WSO-2025-02-15")
    made = prepared(author, rules, c.today)
    apply(second, made, digest=made.digest)

    assert open_rows(officer, Kind.REFRESHER) == [(completed, add_months(completed, 24))]
    assert compliance(officer, c.today) is not Compliance.MISSING


def test_a_signed_authorization_keeps_the_period_of_its_letter(author, second):
    c = chain.chain("TFM-2025-03-07")
    officer = chain.authorized(c)
    before = open_rows(officer, Kind.AUTHORIZATION)

    def one_year(draft):
        row = draft.requirements.get(kind=Kind.AUTHORIZATION)
        row.parameters = {**row.parameters, "months": 12}
        row.save()

    rules = publish(author, second, c.today, one_year, form="TFM-2025-03-07")
    made = prepared(author, rules, c.today)
    apply(second, made, digest=made.digest)
    assert open_rows(officer, Kind.AUTHORIZATION) == before


def test_an_officer_whom_no_rules_judged_comes_under_the_new_ones(cast, author, second):
    unjudged = chain.chain(FORM)
    form, unjudged.agreement.form_revision = unjudged.agreement.form_revision, None
    unjudged.agreement.save()
    officer = chain.nominated(unjudged)
    unjudged.agreement.form_revision = form
    unjudged.agreement.save()
    assert compliance(officer, cast.today) is Compliance.UNKNOWN_RULE

    rules = RuleSet.objects.get(form_revision__code=FORM)
    made = prepared(author, rules, cast.today)
    apply(second, made, digest=made.digest)

    assert [version for version, _first, _end in judged_by(officer)] == [1]
    assert compliance(officer, cast.today) is Compliance.IN_PROGRESS


def test_those_who_have_left_are_not_judged_anew(cast, officer, author, second):
    left = chain.nominated(cast)
    Coverage.objects.filter(participation=left, kind=Kind.PARTICIPATION).update(
        superseded_at=Now(), superseded_because="withdrawn"
    )
    made = prepared(author, publish(author, second, cast.today, refresher(36)), cast.today)
    assert [change.participation_id for change in preview(author, made)] == [officer.pk]


def test_what_a_waiver_covers_is_left_alone(cast, officer, author, second):
    until = cast.today + timedelta(days=400)
    waived = Coverage.objects.create(
        agency=cast.agency, participation=officer, kind=Kind.EVALUATION, valid_from=cast.today,
        valid_to=until, evidence_kind=EvidenceKind.WAIVER, evidence_id=1,
    )  # fmt: skip
    rules = publish(author, second, cast.today, binding_evaluation(30))
    made = prepared(author, rules, cast.today)
    apply(second, made, digest=made.digest)
    waived.refresh_from_db()
    assert waived.superseded_at is None
    assert (cast.today, cast.today + timedelta(days=30)) in open_rows(officer, Kind.EVALUATION)


# --- The preview is what happens ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "ahead"),
    [
        (refresher(36), 0),
        (refresher(6), 400),
        (binding_evaluation(7), 45),
        (binding_evaluation(500), 0),
        (binding_evaluation(500), 400),
    ],
    ids=["refresher 36", "refresher 6", "evaluation 7", "evaluation 500", "evaluation 500, later"],
)
def test_the_preview_is_what_apply_does(cast, author, second, edit, ahead):
    officers = [chain.authorized(cast), chain.vetted(cast)]
    on = cast.today + timedelta(days=ahead)
    made = prepared(author, publish(author, second, on, edit), on)
    shown = {change.participation_id: change for change in preview(author, made)}
    assert set(shown) == {officer.pk for officer in officers}

    apply(second, made, digest=made.digest)

    for officer in officers:
        change = shown[officer.pk]
        assert compliance(officer, cast.today) is change.today[1]
        assert compliance(officer, on) is change.on_day[1]
    ids = [officer.pk for officer in officers]
    assert differences(min(ids), max(ids)) == []


def answers(participation, known):
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from standing_of(%s, %s) order by 1, 4", [[participation.pk], known]
        )
        return cursor.fetchall()


def test_what_was_known_before_stays_as_it_was(cast, officer, author, second):
    on = cast.today + timedelta(days=60)
    made = prepared(author, publish(author, second, on, binding_evaluation(30)), on)
    known = timezone.now()
    before = answers(officer, known)

    apply(second, made, digest=made.digest)

    assert answers(officer, known) == before
    assert answers(officer, timezone.now()) != before


def test_a_preview_that_is_no_longer_true_is_refused_and_shown_again(cast, officer, author, second):
    on = cast.today + timedelta(days=60)
    made = prepared(author, publish(author, second, on, binding_evaluation(30)), on)
    with acting_as(cast.supervisor):
        record_evaluation(cast.supervisor, officer, outcome="continue", evaluated_on=cast.today)
    chain.nominated(cast)
    before = everything()
    with pytest.raises(PreviewChanged, match="have changed since this preview"):
        apply(second, made, digest=made.digest)
    assert everything() == before

    again = show_again(second, made)

    assert again.digest != made.digest
    assert counts_of(second, again).judged == 2
    with pytest.raises(Refused, match="have changed since this preview"):
        apply(second, again, digest=made.digest)
    assert apply(second, again, digest=again.digest).applied_at is not None


def test_an_earlier_day_than_that_of_an_applied_one_is_refused(cast, officer, author, second):
    on = cast.today + timedelta(days=30)
    rules = publish(author, second, on, refresher(36))
    made = prepared(author, rules, on)
    apply(second, made, digest=made.digest)
    chain.nominated(cast)
    first = RuleSet.objects.get(form_revision__code=FORM, version=1)
    with pytest.raises(Refused, match="is applied already and takes effect on"):
        prepared(author, first, cast.today)
