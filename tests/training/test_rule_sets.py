"""The reference files: complete, consistent, and loaded as they read."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.roles import PROGRAM_MANAGER
from accounts.viewer import Viewer, acting_as
from agencies.models import FormRevision
from agencies.models.rows import FOREVER
from tests.factories import viewer_as
from tests.support.chain import chain, nominated
from training.kinds import Kind
from training.models import CourseVersion, Requirement, RuleSet
from training.reference import BadReferenceData, load_reference
from training.reference.courses import read_course, read_courses
from training.reference.files import COURSES, RULE_SETS
from training.reference.form_revisions import read_form_revisions
from training.reference.rule_sets import read_rule_set, read_rule_sets
from training.rules.rule_set import problems_of_parameters

RULE_SET_FILES = sorted(RULE_SETS.glob("*.toml"))
FORMS = {form.code: form for form in read_form_revisions()}
NATIONAL = Viewer.system("test")


def requirements(code):
    return {r.kind: r for r in read_rule_set(RULE_SETS / f"{code}.toml").requirements}


# --- What the files hold -----------------------------------------------------------------------


def test_every_form_revision_has_rules_for_each_of_its_models():
    ruled = {rule_set.form: set(rule_set.models) for rule_set in read_rule_sets()}
    assert ruled == {code: set(form.models) for code, form in FORMS.items()}


@pytest.mark.parametrize("path", RULE_SET_FILES, ids=lambda path: path.stem)
def test_every_requirement_says_in_plain_words_what_it_asks_and_where_that_was_read(path):
    for requirement in read_rule_set(path).requirements:
        assert requirement.clause.endswith(".")
        assert requirement.source
        assert requirement.mark in ("sourced", "assumed")


@pytest.mark.parametrize("path", RULE_SET_FILES, ids=lambda path: path.stem)
def test_nothing_that_is_assumed_or_worded_as_may_is_binding(path):
    for requirement in read_rule_set(path).requirements:
        may = " may " in requirement.clause or "reserves the right" in requirement.clause
        if requirement.mark == "assumed" or (may and "ICE may" in requirement.clause):
            assert not requirement.is_binding, requirement.kind


@pytest.mark.parametrize("path", RULE_SET_FILES, ids=lambda path: path.stem)
def test_every_form_asks_what_makes_an_officer(path):
    binding = {r.kind for r in read_rule_set(path).requirements if r.is_binding}
    assert {
        Kind.CITIZENSHIP,
        Kind.INITIAL_COURSE,
        Kind.CERTIFICATION,
        Kind.AUTHORIZATION,
        Kind.SUPERVISOR,
    } <= binding


@pytest.mark.parametrize("path", RULE_SET_FILES, ids=lambda path: path.stem)
def test_the_window_is_ninety_days_and_fourteen_for_evaluations(path):
    for requirement in read_rule_set(path).requirements:
        assert requirement.soon_days == (14 if requirement.kind is Kind.EVALUATION else 90)


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("MOU-2002", None),
        ("MOA-2009-10", 12),
        ("JEM-2020", None),
        ("JEM-2025-02-15", None),
        ("WSO-2019", None),
        ("WSO-2025-02-14", None),
        ("WSO-2025-02-15", None),
        ("TFM-2025-02-12", 24),
        ("TFM-2025-03-07", 24),
    ],
)
def test_an_authorization_holds_as_long_as_the_form_says(code, months):
    assert requirements(code)[Kind.AUTHORIZATION].parameters.get("months") == months


@pytest.mark.parametrize(
    ("code", "months", "binding"),
    [
        ("MOU-2002", 12, False),
        ("MOA-2009-10", 12, False),
        ("JEM-2020", 24, True),
        ("JEM-2025-02-15", 24, True),
        ("TFM-2025-02-12", 12, False),
        ("TFM-2025-03-07", 12, False),
    ],
)
def test_a_refresher_falls_due_as_the_form_says(code, months, binding):
    refresher = requirements(code)[Kind.REFRESHER]
    assert (refresher.parameters["months"], refresher.is_binding) == (months, binding)


@pytest.mark.parametrize("code", ["WSO-2019", "WSO-2025-02-14", "WSO-2025-02-15"])
def test_the_warrant_service_form_asks_for_no_refresher(code):
    assert Kind.REFRESHER not in requirements(code)


def test_what_the_old_forms_leave_open_is_left_open():
    course = requirements("MOU-2002")[Kind.INITIAL_COURSE].parameters
    assert not {"pass_mark", "remedial_exams", "failures_disqualify"} & set(course)


@pytest.mark.parametrize("code", ["TFM-2025-02-12", "TFM-2025-03-07"])
def test_what_the_task_force_form_does_not_state_is_named_as_assumed(code):
    course = requirements(code)[Kind.INITIAL_COURSE].parameters
    assert {"hours", "pass_mark", "remedial_exams"} <= set(course["assumed"])


@pytest.mark.parametrize(
    ("model", "signed", "code"),
    [
        ("JEM", date(2001, 12, 31), None),
        ("JEM", date(2002, 1, 1), "MOU-2002"),
        ("TFM", date(2009, 10, 15), "MOU-2002"),
        ("TFM", date(2009, 10, 16), "MOA-2009-10"),
        ("WSO", date(2009, 10, 16), None),
        ("JEM", date(2012, 12, 31), "MOA-2009-10"),
        ("JEM", date(2013, 1, 1), None),
        ("JEM", date(2020, 3, 8), None),
        ("JEM", date(2020, 3, 9), "JEM-2020"),
        ("JEM", date(2025, 2, 14), "JEM-2020"),
        ("JEM", date(2025, 2, 15), "JEM-2025-02-15"),
        ("WSO", date(2019, 4, 23), None),
        ("WSO", date(2019, 4, 24), "WSO-2019"),
        ("WSO", date(2025, 2, 14), "WSO-2025-02-14"),
        ("WSO", date(2025, 2, 15), "WSO-2025-02-15"),
        ("TFM", date(2025, 2, 11), None),
        ("TFM", date(2025, 3, 6), "TFM-2025-02-12"),
        ("TFM", date(2025, 7, 18), "TFM-2025-03-07"),
    ],
)
def test_a_signing_date_meets_one_form_or_none(model, signed, code):
    met = [
        form.code
        for form in FORMS.values()
        if model in form.models and form.valid_from <= signed < form.valid_to
    ]
    assert met == ([code] if code else [])


@pytest.mark.parametrize(
    ("code", "days", "hours", "exams", "mark"),
    [
        ("BASIC", 20, 160, ["W1", "W2", "W3", "W4", "FINAL"], "sourced"),
        ("TFM", 5, 40, ["FINAL"], "sourced"),
        ("WSO", 1, 8, ["FINAL"], "assumed"),
        ("REFRESHER", 5, 40, [], "sourced"),
    ],
)
def test_a_course_has_its_days_hours_and_exams(code, days, hours, exams, mark):
    course = read_course(COURSES / f"{code}.toml")
    assert (course.training_days, course.hours, course.mark) == (days, hours, mark)
    assert course.pass_mark == 70
    assert [m.exam_code for m in course.modules if m.exam_code] == exams


@pytest.mark.parametrize("code", ["BASIC", "TFM"])
@pytest.mark.parametrize(
    "topic",
    [
        "terms and limits of the moa",
        "scope of immigration officer authority",
        "relevant immigration law",
        "ice use of force policy",
        "civil rights laws",
        "detention",
        "public outreach and complaint procedures",
        "liability",
        "cross-cultural issues",
        "consular notification",
    ],
)
def test_the_ten_topics_of_the_task_force_form_are_taught(code, topic):
    course = read_course(COURSES / f"{code}.toml")
    topics = [t.lower() for module in course.modules for t in module.topics]
    assert any(topic in t for t in topics)


def test_each_module_lies_in_its_week():
    for course in read_courses():
        for module in course.modules:
            assert {(d - 1) // 5 + 1 for d in (module.first_day, module.last_day)} == {module.week}


# --- What is refused, with file, key and reason ------------------------------------------------

GOOD = """
form = "JEM-2020"
models = ["JEM"]
version = 2
from = 2026-01-01

[[requirement]]
kind = "refresher"
binding = true
parameters = { months = 24, clock = "anniversary" }
clause = "A refresher every two years."
source = "The form"
mark = "sourced"
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("months = 24, ", "", "requirement 1: parameters, months: is missing"),
        ("months = 24", "months = -1", "parameters, months: is -1, not between 1 and 600"),
        ("months = 24", "months = 12", "months: is too short: the form says not more often"),
        ("months = 24", "months = true", "months: is not a whole number"),
        ("months = 24", "moths = 24", "parameters, moths: is not known here"),
        ('"anniversary"', '"fiscal_year"', "clock: is fiscal_year, which is none of anniversary"),
        ('"refresher"', '"referesher"', "kind: is referesher, which is none of"),
        ('mark = "sourced"', 'mark = "guessed"', "mark: is guessed, which is none of"),
        ('mark = "sourced"', 'mark = "assumed"', "binding: an assumed requirement ships as"),
        ('source = "The form"', 'source = " "', "source: is empty"),
        ('source = "The form"\n', "", "source: is missing"),
        ("binding = true", "binding = 1", "binding: is not true or false"),
        (
            'clause = "A refresher',
            'claus = "A refresher',
            "requirement 1: claus: is not known here",
        ),
        ('clause = "A refresher every two years."', "clause = 2", "clause: is not a text"),
        (
            "binding = true",
            "binding = true\nsoon_days = 0",
            "soon_days: is 0, not between 1 and 3650",
        ),
        ("binding = true", 'binding = true\nsoon_days = "90"', "soon_days: is not a whole number"),
        ("months = 24", 'months = 24, courses = "REFRESHER"', "courses: is not a list"),
        ("months = 24", "months = 24, courses = []", "courses: is not a list of texts"),
        ("months = 24", 'months = 24, assumed = ["hours"]', "assumed: names hours, which is not"),
        ("parameters = {", "parameters = 3 #", "requirement 1: parameters: is not a table"),
        ('models = ["JEM"]', 'models = ["DEM"]', "models: names none of"),
        ("version = 2", "version = 0", "version: is 0"),
        ("from = 2026-01-01", 'from = "2026"', "from: is not a day"),
        ("from = 2026-01-01", "from = 2026-13-01", "the file: is not TOML"),
        ("from = 2026-01-01", "from = 2026-01-01T08:00:00", "from: is not a day"),
        ('models = ["JEM"]', 'models = [["JEM"]]', "models: names none of"),
        ('models = ["JEM"]', "models = [1, 2]", "models: names none of"),
        ('models = ["JEM"]', 'models = ["JEM", "JEM"]', "models: names JEM twice"),
        ("months = 24", 'months = 24, assumed = [["months"]]', "assumed: is not a list of texts"),
        ("months = 24", 'months = 24, courses = [["X"]]', "courses: is not a list of texts"),
        (GOOD[GOOD.index("[[") :], 'requirement = ["x"]', "requirement 1: is not a table"),
        (GOOD[GOOD.index("[[") :], "requirement = 1", "requirement: is not a list"),
    ],
)
def test_a_rule_set_that_cannot_be_right_is_refused(tmp_path, old, new, message):
    assert old in GOOD
    path = tmp_path / "JEM-2020.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(BadReferenceData) as refused:
        read_rule_set(path)
    assert str(refused.value).startswith("JEM-2020.toml: ")
    assert message in str(refused.value)


def test_the_floor_of_the_refresher_holds_however_often_the_model_stands_there():
    parameters = {"months": 12, "clock": "anniversary"}
    [problem] = problems_of_parameters("refresher", parameters, ["JEM", "JEM"])
    assert problem.key == "months"


@pytest.mark.parametrize(("month", "day"), [(2, 30), (6, 31)])
def test_a_yearly_date_that_no_year_has_is_refused(month, day):
    parameters = {"clock": "fiscal_year", "month": month, "day": day}
    [problem] = problems_of_parameters("annual_training", parameters, ["JEM"])
    assert problem.key == "day"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "JEM-2020.toml"
    path.write_bytes(GOOD.replace("every two years", "two ann\u00e9es").encode("latin-1"))
    with pytest.raises(BadReferenceData, match=r"JEM-2020.toml: the file: is not UTF-8"):
        read_rule_set(path)


def test_a_kind_stands_once_in_a_rule_set(tmp_path):
    path = tmp_path / "twice.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[") :])
    with pytest.raises(BadReferenceData, match="a kind stands there twice"):
        read_rule_set(path)


def test_rules_that_demand_nothing_are_refused(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text(GOOD[: GOOD.index("[[")] + "requirement = []")
    with pytest.raises(BadReferenceData, match="requirement: is missing"):
        read_rule_set(path)


@pytest.mark.parametrize("models", ['["JEM", "TFM"]', '["TFM"]'])
def test_the_floor_of_the_refresher_is_that_of_the_jail_enforcement_form_alone(tmp_path, models):
    path = tmp_path / "MOU-2002.toml"
    path.write_text(GOOD.replace('["JEM"]', models).replace("months = 24", "months = 12"))
    [requirement] = read_rule_set(path).requirements
    assert requirement.parameters["months"] == 12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("version = 2", "version = 2"), "version: is also that of a.toml"),
        (("version = 2", "version = 3"), "from: overlaps a.toml"),
    ],
)
def test_versions_of_one_form_begin_one_after_the_other(tmp_path, change, message):
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD.replace(*change))
    with pytest.raises(BadReferenceData, match=message):
        read_rule_sets(tmp_path)


def test_forms_of_one_model_never_hold_on_the_same_day(tmp_path):
    path = tmp_path / "forms.toml"
    form = '[[form]]\ncode = "{}"\ntitle = "T"\nmodels = ["JEM"]\nfrom = {}\nsource = "S"\n'
    path.write_text(form.format("A", "2020-01-01") + form.format("B", "2021-01-01"))
    with pytest.raises(BadReferenceData, match="B overlaps A"):
        read_form_revisions(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hours = 24", "hours = 23", "the modules do not add up to 160 hours"),
        ("days = [8, 10]", "days = [8, 9]", "do not fill each training day once"),
        ("days = [8, 10]", "days = [8, 30]", "are not the first and the last training day"),
        ("hours = 160", "hours = 161", "do not divide into 20 equal days"),
        ('fulfills = "initial_course"', 'fulfills = "lunch"', "fulfills: is lunch"),
        ("days = [8, 10]", 'days = ["8", "10"]', "are not the first and the last training day"),
    ],
)
def test_a_course_whose_figures_do_not_fit_is_refused(tmp_path, old, new, message):
    path = tmp_path / "BASIC.toml"
    path.write_text((COURSES / "BASIC.toml").read_text().replace(old, new, 1))
    with pytest.raises(BadReferenceData, match=message):
        read_course(path)


# --- What is loaded ----------------------------------------------------------------------------


@pytest.fixture
def national(db):
    with acting_as(NATIONAL):
        yield


def test_a_fresh_database_has_forms_courses_and_published_rules(national):
    assert set(FormRevision.objects.values_list("code", flat=True)) == set(FORMS)
    assert CourseVersion.objects.count() == 4
    assert RuleSet.objects.filter(published_at=None).count() == 0
    assert RuleSet.objects.count() == sum(len(form.models) for form in FORMS.values())
    assert FormRevision.objects.get(code="JEM-2025-02-15").valid_to == FOREVER


def test_loading_again_changes_nothing(national):
    loaded = load_reference(apps)
    assert (loaded.added, loaded.changed) == (0, 0)
    assert loaded.unchanged > 100


def test_loading_mends_what_was_changed_and_takes_out_what_is_no_longer_asked(national):
    rule_set = RuleSet.objects.get(form_revision__code="WSO-2019")
    # As an earlier release left it.
    with connection.cursor() as cursor:
        cursor.execute("set local app.loading_reference = 'on'")
        Requirement.objects.filter(rule_set=rule_set, kind=Kind.CITIZENSHIP).update(clause="?")
        Requirement.objects.create(
            rule_set=rule_set, kind=Kind.REFRESHER, clause="?", source="?", mark="assumed"
        )
        cursor.execute("set local app.loading_reference = ''")
    loaded = load_reference(apps)
    assert (loaded.added, loaded.changed) == (0, 1)
    assert not rule_set.requirements.filter(clause="?").exists()


def test_rules_that_judge_somebody_keep_what_they_demand(arranged, tmp_path):
    nominated(chain("WSO-2025-02-15"))
    for path in RULE_SET_FILES:
        text = path.read_text()
        if path.stem == "WSO-2025-02-15":
            text = text.replace("days = 90", "days = 60")
        (tmp_path / path.name).write_text(text)
    with pytest.raises(BadReferenceData, match="already judges officers: write a new version"):
        load_reference(apps, tmp_path)


def test_published_rules_are_found_from_their_first_day(national):
    first = FORMS["JEM-2020"].valid_from
    found = RuleSet.objects.filter(form_revision__code="JEM-2020")
    assert not found.published_on(first - timedelta(days=1)).exists()
    assert found.published_on(first).get().model == "JEM"


@pytest.mark.parametrize("state", ["drafted", "published"])
def test_a_file_does_not_take_the_version_of_rules_that_people_here_wrote(
    arranged, tmp_path, state
):
    shipped = RuleSet.objects.get(form_revision__code="JEM-2020")
    local = RuleSet.objects.create(
        form_revision=shipped.form_revision, model="JEM", version=2, valid_from=date(2030, 1, 1)
    )
    if state == "published":
        local.proposed_at = local.published_at = timezone.now()
        local.proposed_by_id, local.published_by_id = (
            viewer_as(PROGRAM_MANAGER).user_id for _ in range(2)
        )
        local.save()
    for path in RULE_SET_FILES:
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "JEM-2020-second.toml").write_text(GOOD)

    with pytest.raises(BadReferenceData, match="version: 2 is that of rules drafted or published"):
        load_reference(apps, tmp_path)


def test_a_file_does_not_overlap_a_version_that_people_here_published(arranged, tmp_path):
    shipped = RuleSet.objects.get(form_revision__code="JEM-2020")
    proposed_by, published_by = (viewer_as(PROGRAM_MANAGER).user_id for _ in range(2))
    RuleSet.objects.create(
        form_revision=shipped.form_revision,
        model="JEM",
        version=2,
        valid_from=date(2027, 3, 4),
        proposed_at=timezone.now(),
        published_at=timezone.now(),
        proposed_by_id=proposed_by,
        published_by_id=published_by,
    )
    for path in RULE_SET_FILES:
        (tmp_path / path.name).write_text(path.read_text())
    third = GOOD.replace("version = 2", "version = 3").replace("2026-01-01", "2027-01-13")
    (tmp_path / "JEM-2020-third.toml").write_text(third)

    with pytest.raises(BadReferenceData) as refused:
        load_reference(apps, tmp_path)
    assert str(refused.value) == (
        "JEM-2020-third.toml: from: overlaps version 2, published here from 2027-03-04"
    )


# --- What is published stays -------------------------------------------------------------------


def change_a_requirement(rule_set):
    rule_set.requirements.filter(kind=Kind.CITIZENSHIP).update(clause="Other words.")


def take_a_requirement_out(rule_set):
    rule_set.requirements.filter(kind=Kind.CITIZENSHIP).delete()


def put_a_requirement_in(rule_set):
    Requirement.objects.create(
        rule_set=rule_set, kind=Kind.POSTERS, clause="?", source="?", mark="assumed"
    )


def begin_earlier(rule_set):
    RuleSet.objects.filter(pk=rule_set.pk).update(valid_from=date(2001, 1, 1))


def take_it_back(rule_set):
    RuleSet.objects.filter(pk=rule_set.pk).update(published_at=None)


def delete_it(rule_set):
    rule_set.delete()


@pytest.mark.parametrize(
    "act",
    [
        change_a_requirement,
        take_a_requirement_out,
        put_a_requirement_in,
        begin_earlier,
        take_it_back,
        delete_it,
    ],
    ids=lambda act: act.__name__,
)
def test_the_database_keeps_published_rules_as_they_are(national, act):
    rule_set = RuleSet.objects.get(form_revision__code="JEM-2020")
    refused = pytest.raises(DatabaseError, match="never changed: publish a new version")
    with refused, transaction.atomic():
        act(rule_set)
