"""History is written by the database for every way of writing, and by nobody else."""

import pghistory.models
import pgtrigger
import pytest
from django.apps import apps
from django.db import ProgrammingError

from accounts.row_security import secured_models
from accounts.viewer import Viewer, acting_as
from agencies.models import Officer
from tests.factories import OfficerFactory, UserFactory
from tests.support import chain
from training.models import ClassInstructor

EVENT = Officer.pgh_event_model
EVENTS = [model for model in secured_models() if hasattr(model, "pgh_tracked_model")]
OURS = {"accounts", "agencies", "training", "intake"}

# Derived, or its own history.
UNTRACKED = {"Standing", "Coverage", "Import"}


def test_every_model_of_record_keeps_history():
    tracked = {event.pgh_tracked_model for event in EVENTS}
    without = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in OURS
        and model not in EVENTS
        and model not in tracked
        and not issubclass(model, pghistory.models.Event)
    }
    assert without == UNTRACKED


def labels(officer_id):
    events = EVENT.objects.filter(pgh_obj_id=officer_id).order_by("pgh_id")
    return list(events.values_list("pgh_label", flat=True))


def test_an_insert_an_update_in_bulk_and_a_raw_statement_are_all_written_down(arranged, sql):
    officer = OfficerFactory()
    Officer.objects.filter(pk=officer.pk).update(email="a@example.com")
    officer.email = "b@example.com"
    Officer.objects.bulk_update([officer], ["email"])
    sql("update agencies_officer set email = 'c@example.com' where id = %s", officer.pk)
    assert labels(officer.pk) == ["insert", "update", "update", "update"]


def test_rows_made_in_bulk_are_written_down_one_by_one(arranged):
    agency = OfficerFactory().agency
    made = Officer.objects.bulk_create(OfficerFactory.build_batch(3, agency=agency))
    assert all(labels(officer.pk) == ["insert"] for officer in made)


def test_who_comes_to_teach_a_class_and_who_leaves_it_is_written_down(arranged):
    training_class = chain.training_class(chain.chain())
    one, other = UserFactory(), UserFactory()
    training_class.instructors.set([one])
    training_class.instructors.set([other])
    events = ClassInstructor.pgh_event_model.objects.filter(trainingclass=training_class)
    assert sorted(events.values_list("pgh_label", "user_id")) == [
        ("delete", one.pk),
        ("insert", one.pk),
        ("insert", other.pk),
    ]


def test_a_write_that_changes_nothing_makes_no_history(arranged, sql):
    officer = OfficerFactory()
    sql("update agencies_officer set email = email where id = %s", officer.pk)
    assert labels(officer.pk) == ["insert"]


def test_no_setting_of_the_session_switches_history_off(arranged, sql):
    officer = OfficerFactory()
    with pgtrigger.ignore("agencies.Officer:update_update"):
        Officer.objects.filter(pk=officer.pk).update(email="quietly@example.com")
    assert labels(officer.pk) == ["insert", "update"]


def test_history_says_in_which_role_it_was_written(here):
    act = here.participation.participationacts.order_by("id").last()
    event = type(act).pgh_event_model.objects.filter(pgh_obj_id=act.pk).get()
    assert event.agency_id == here.agency_id


@pytest.mark.parametrize("viewer", ["national", "agency", "bare"])
@pytest.mark.parametrize(
    "statement",
    [
        "insert into {table} select * from {table} limit 1",
        "update {table} set pgh_label = 'forged'",
        "delete from {table}",
        "truncate {table}",
    ],
)
def test_nobody_forges_changes_or_deletes_history(here, sql, viewer, statement):
    viewers = {"national": here.cast.manager, "agency": here.viewer, "bare": Viewer()}
    for event in EVENTS:
        with acting_as(viewers[viewer]), pytest.raises(ProgrammingError, match="permission denied"):
            sql(statement.format(table=event._meta.db_table))


def test_the_context_of_history_is_not_an_agencys_to_read(here, there, sql):
    with acting_as(here.viewer):
        assert sql("select from pghistory_context") == []
