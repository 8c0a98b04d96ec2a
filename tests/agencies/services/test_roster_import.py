from datetime import date, timedelta

import pytest

from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR
from accounts.viewer import Viewer, acting_as
from agencies.models import Appointment, Officer
from agencies.services.officer import edit_officer
from agencies.services.roster_import import ROSTER, import_roster
from intake.models import Import
from intake.services import import_file as files
from intake.services.taking_back import take_back
from tests.agencies.rosters import roster
from tests.factories import (
    AgencyFactory,
    AgreementFactory,
    AppointmentFactory,
    OfficerFactory,
    viewer_as,
)
from tests.support import chain
from training.services.nomination import nominate

SYSTEM = Viewer.system("test")
ANN = "O'Neil,Ann,12,ann@example.com,Deputy,3/4/2019,"
BO = "Sample,Bo,13,,,,"


@pytest.fixture
def agency(arranged):
    return AgencyFactory()


@pytest.fixture
def administrator(agency):
    return viewer_as(AGENCY_ADMINISTRATOR, agency)


@pytest.fixture
def take(agency, administrator):
    def run(*lines, commit=True, strict=False, **options):
        file = roster(*lines, **options)
        with acting_as(administrator):
            return import_roster(administrator, agency, file, commit=commit, strict=strict)

    return run


def counts(report):
    return (report.created, report.updated, report.unchanged, report.refused)


def serving(agency):
    found = Appointment.objects.filter(agency=agency).order_by("badge_number")
    return [(a.badge_number, str(a.officer), a.rank, a.officer.email) for a in found]


def only_problem(report):
    (problem,) = report.problems
    return problem.row, problem.column, problem.value, problem.reason


def test_a_roster_adds_its_officers_with_their_appointments(take, agency):
    assert counts(take(ANN, BO)) == (2, 0, 0, 0)
    assert serving(agency) == [
        ("12", "O'Neil, Ann", "Deputy", "ann@example.com"),
        ("13", "Sample, Bo", "", ""),
    ]
    assert Appointment.objects.get(badge_number="12").valid_from == date(2019, 3, 4)
    assert Officer.objects.get(last_name="O'Neil").name_key == "o'neil ann"


def test_without_a_day_of_hire_the_service_begins_today(take, administrator):
    take(BO)
    assert Appointment.objects.get().valid_from == administrator.today


def test_a_check_writes_nothing(take, agency):
    assert counts(take(ANN, commit=False)) == (1, 0, 0, 0)
    assert serving(agency) == []
    assert not Import.objects.exists()


def test_the_same_file_again_changes_nothing(take):
    take(ANN, BO)
    events = Officer.pgh_event_model.objects.count()
    assert counts(take(ANN, BO)) == (0, 0, 2, 0)
    assert Officer.pgh_event_model.objects.count() == events


def test_order_and_spelling_of_the_headings_are_free(take, agency):
    take("Deputy,12,Ann,O'Neil", head="RANK,Badge No.,Given Name,Surname")
    assert serving(agency) == [("12", "O'Neil, Ann", "Deputy", "")]


def test_a_change_is_told_with_the_old_and_the_new_value(take):
    take(ANN)
    report = take("O'Neil,Anna,12,,Sergeant,,")
    assert counts(report) == (0, 1, 0, 0)
    assert [(c.row, c.column, c.old, c.new) for c in report.changes] == [
        (2, "first_name", "Ann", "Anna"),
        (2, "rank", "Deputy", "Sergeant"),
    ]


def test_an_empty_cell_changes_nothing(take, agency):
    take(ANN)
    assert counts(take("O'Neil,Ann,12,,,,")) == (0, 0, 1, 0)
    assert serving(agency)[0][2:] == ("Deputy", "ann@example.com")


def test_whom_the_file_leaves_out_is_named_and_stays(take, agency):
    take(ANN, BO)
    assert take(ANN).absent == ["Sample, Bo (13)"]
    assert len(serving(agency)) == 2


def test_one_history_row_is_written_for_each_thing_that_changed(take):
    take(ANN, BO)
    take("O'Neil,Anna,12,,Sergeant,,", BO)
    labels = Officer.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "insert", "update"]
    assert Appointment.pgh_event_model.objects.count() == 3


def test_the_import_keeps_the_file_who_brought_it_and_the_counts(take, administrator, agency):
    take(ANN, "X,,,,,,")
    made = Import.objects.get()
    assert (made.state, made.agency, made.uploaded_by_id) == (
        "committed", agency, administrator.user_id)  # fmt: skip
    assert (made.created, made.refused, made.file_name) == (1, 1, "roster.csv")
    assert made.sha256 == roster(ANN, "X,,,,,,").sha256


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        (",Ann,12,,,,", "last_name", "", "The last name is missing."),
        ("O'Neil,,12,,,,", "first_name", "", "The first name is missing."),
        ("O'Neil,Ann,,,,,", "badge_number", "", "The badge number is missing."),
        ("O'Neil,Ann,12,not-an-email,,,", "email", "not-an-email", "This is no e-mail address."),
        ("O'Neil,Ann,12,,,2/29/2023,", "hired_on", "2/29/2023", "This is no date."),
        ("O'Neil,Ann,12,,,1/1/2050,", "hired_on", "1/1/2050", "This day lies ahead."),
        ("O'Neil,Ann,12,,,,ABC", "model", "ABC", "This is no model of the program."),
        ("O'Neil,Ann,12,,,,TFM", "model", "TFM", "The agency has no agreement for this model."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(take, agency, line, column, value, reason):
    assert only_problem(take(line)) == (2, column, value, reason)
    assert serving(agency) == []


def test_the_model_of_an_agreement_is_taken_in_words_or_code(take, agency):
    AgreementFactory(agency=agency)
    words = "Sample,Bo,13,,,,Jail Enforcement Model"
    assert counts(take("O'Neil,Ann,12,,,,jem", words)) == (2, 0, 0, 0)


def test_a_badge_that_is_there_twice_is_refused_the_second_time(take):
    report = take(ANN, "Sample,Bo,12,,,,")
    assert only_problem(report) == (3, "badge_number", "12", "Row 2 has the same badge.")
    assert report.created == 1


def test_a_badge_of_somebody_else_is_refused(take):
    take(ANN)
    problem = only_problem(take("Sample,Bo,12,,,,"))
    assert problem == (2, "badge_number", "12", "O'Neil, Ann has this badge.")


def test_a_namesake_with_another_badge_is_refused_unless_both_are_in_the_file(take):
    take(ANN)
    problem = only_problem(take("O'Neil,Ann,99,,,,"))
    assert problem[3] == "An officer of this name serves with the badge 12, which the file lacks."
    assert counts(take(ANN, "O'Neil,Ann,99,,,,")) == (1, 0, 1, 0)


def test_a_badge_that_was_an_others_on_that_day_is_refused(take, agency):
    former = OfficerFactory(agency=agency, last_name="Former")
    AppointmentFactory(officer=former, badge_number="12", valid_to=date(2020, 1, 1))
    assert only_problem(take(ANN))[1:] == (
        "hired_on", "2019-03-04", "The badge was Former, Avery's on that day.")  # fmt: skip
    assert counts(take("O'Neil,Ann,12,,,1/1/2020,")) == (1, 0, 0, 0)


def test_nobody_is_hired_here_before_serving_at_all(take, agency):
    ann = OfficerFactory(agency=agency, last_name="O'Neil", first_name="Ann")
    AppointmentFactory(officer=ann, badge_number="12")
    assert "only since 2015-01-01" in only_problem(take("O'Neil,Ann,12,,,1/1/2014,"))[3]


def test_service_does_not_begin_after_the_officer_takes_part(agency, take):
    cast = chain.chain()
    officer = OfficerFactory(agency=cast.agency, last_name="O'Neil", first_name="Ann")
    appointment = AppointmentFactory(officer=officer, badge_number="12")
    nominated_on = cast.today - timedelta(days=60)
    with acting_as(cast.administrator) as viewer:
        nominate(
            viewer,
            appointment,
            cast.agreement,
            on=nominated_on,
            citizenship_attested_on=nominated_on,
            experience_attested_on=nominated_on,
            discipline_attested_on=nominated_on,
        )
        later, same = nominated_on + timedelta(days=1), nominated_on
        report = import_roster(
            viewer, cast.agency, roster(f"O'Neil,Ann,12,,,{later},"), commit=True, strict=False
        )
        problem = only_problem(report)
        assert problem[:2] == (2, "hired_on")
        assert problem[3].startswith("The officer takes part in the program since")
        report = import_roster(
            viewer, cast.agency, roster(f"O'Neil,Ann,12,,,{same},"), commit=True, strict=False
        )
        assert counts(report) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("O'Neil,Ben,12,,,,", True),
        ("Miller,Ann,12,,,,", True),
        ("O'Neil,Ben,12,ben@example.com,,3/5/2019,", True),
        ("O'Neil,Anna,12,,,,", False),
        ("O'Neil,A.,12,,,,", True),
        ("O’NEIL,ann,12,,,,", False),
        ("Miller,Ann,12,ann@example.com,,,", False),
        ("Miller,Ann,12,,,3/4/2019,", False),
    ],
)
def test_a_badge_under_another_name_is_asked_about_unless_it_is_surely_the_same_officer(
    take, agency, line, asked
):
    take(ANN)
    report = take(line)
    assert counts(report) == ((0, 0, 0, 1) if asked else (0, 1, 0, 0))
    if asked:
        reason = "O'Neil, Ann has this badge: it may be another officer of that name."
        assert only_problem(report)[1:] == ("badge_number", "12", reason)
        assert serving(agency)[0][1] == "O'Neil, Ann"


def test_strict_writes_nothing_where_a_row_is_refused(take, agency):
    assert not take(ANN, "X,,,,,,", strict=True).committed
    assert serving(agency) == []


def test_officers_of_another_agency_are_neither_seen_nor_counted_absent(take, arranged):
    other = OfficerFactory()
    AppointmentFactory(officer=other, badge_number="12")
    report = take(ANN)
    assert (counts(report), report.absent) == ((1, 0, 0, 0), [])


def test_the_number_of_queries_does_not_grow_with_the_rows(take, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        take(*(f"Sample,Bo{n},{n},,,," for n in range(500)))


# Each in a transaction of its own, as they are made: the history tells them apart by that.


@pytest.fixture
def apart(transactional_db):
    with acting_as(SYSTEM):
        agency = AgencyFactory()
        viewer = viewer_as(AGENCY_ADMINISTRATOR, agency)

    def run(*lines):
        with acting_as(viewer):
            import_roster(viewer, agency, roster(*lines), commit=True, strict=False)
            return Import.objects.visible_to(viewer, Permission.IMPORT).first()

    run.agency, run.viewer = agency, viewer
    return run


def undo(apart, imported):
    with acting_as(apart.viewer):
        take_back(apart.viewer, imported)


def test_an_import_is_taken_back_whole(apart):
    apart(ANN)
    second = apart("O'Neil,Anna,12,,Sergeant,,", BO)
    undo(apart, second)
    with acting_as(SYSTEM):
        assert serving(apart.agency) == [("12", "O'Neil, Ann", "Deputy", "ann@example.com")]
        second.refresh_from_db()
        assert (second.state, second.undone_by_id) == ("undone", apart.viewer.user_id)


def test_an_import_that_was_built_on_stays_and_says_what_stands_in_the_way(apart):
    imported = apart(ANN, BO)
    with acting_as(apart.viewer):
        officer = Officer.objects.get(last_name="O'Neil")
        edit_officer(
            apart.viewer,
            officer,
            last_name="O'Neil",
            first_name="Anne",
            badge_number="12",
            hired_on=date(2019, 3, 4),
        )
    with pytest.raises(Refused) as refused:
        undo(apart, imported)
    assert "O'Neil, Anne was changed since." in [str(r) for r in refused.value.reasons]
    with acting_as(SYSTEM):
        assert len(serving(apart.agency)) == 2


def test_an_import_is_taken_back_once(apart):
    imported = apart(ANN)
    undo(apart, imported)
    with pytest.raises(Refused, match="Only an import that took place"):
        undo(apart, imported)


def test_what_no_import_added_is_never_deleted(apart):
    with acting_as(SYSTEM):
        officer = OfficerFactory(agency=apart.agency)
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="never deleted"), acting_as(apart.viewer):
        Officer.objects.filter(pk=officer.pk).delete()


def test_a_commit_is_refused_where_the_records_changed_since_the_check(apart):
    viewer = apart.viewer
    with acting_as(viewer):
        imported = files.receive(viewer, ROSTER, roster(ANN), apart.agency.pk)
        files.check(viewer, imported)
        imported.refresh_from_db()
    apart("O'Neil,Ann,12,,Sergeant,3/5/2019,")
    with acting_as(viewer):
        assert not files.commit(viewer, imported, digest=imported.digest)
        imported.refresh_from_db()
        assert (imported.state, imported.updated) == ("planned", 1)
        assert imported.findings["moved"]
        assert files.commit(viewer, imported, digest=imported.digest)


def test_a_hire_of_tomorrow_is_judged_by_the_agencys_day(take, administrator):
    ahead = administrator.today + timedelta(days=1)
    assert only_problem(take(f"O'Neil,Ann,12,,,{ahead:%m/%d/%Y},"))[3] == "This day lies ahead."
