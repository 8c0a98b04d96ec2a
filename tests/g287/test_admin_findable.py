"""Every record can be found in the administration, and no list of choices grows with the data."""

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.db import models
from django.forms import ModelChoiceField
from django.urls import reverse

from accounts.admin.viewed import ViewedAdmin
from accounts.roles import PROGRAM_MANAGER
from agencies.models import Appointment, FormRevision, Officer
from agencies.models.rows import name_key
from tests.factories import member
from tests.support.chain import certified, chain, nominated
from training.models import (
    Certification,
    Course,
    Enrollment,
    Participation,
    ParticipationAct,
    TrainingClass,
)

PAGES = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
by_model = pytest.mark.parametrize(
    ("model", "listing"), PAGES, ids=[model._meta.label for model, listing in PAGES]
)
# Tables that grow by a row in some years: their names may stand in a filter.
REFERENCE = {Course, FormRevision}
# A filter over a column without declared choices offers two or five of its own.
FIXED = (admin.EmptyFieldListFilter, admin.DateFieldListFilter, admin.BooleanFieldListFilter)


@by_model
def test_a_page_is_declared_with_what_it_is_found_by(model, listing):
    assert type(listing) is not ViewedAdmin
    assert listing.search, "say what people search for"
    assert listing.search_help_text, "say so on the page"
    assert listing.list_filter or listing.date_hierarchy or listing.no_filter


@by_model
def test_what_has_a_day_is_found_by_the_day(model, listing):
    """A table with dates has a hierarchy of the one that people look for, or a filter by it."""
    by_day = listing.date_hierarchy or any(
        isinstance(item, tuple) and item[1] is admin.DateFieldListFilter
        for item in listing.list_filter
    )
    days = [f for f in model._meta.concrete_fields if isinstance(f, models.DateField)]
    assert by_day or not days or listing.no_filter or model in NO_DAY


# An officer is looked for by name; the day of joining the police is nobody's question.
NO_DAY = {Officer}


def last_of(model, path):
    field = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field


@by_model
def test_a_filter_offers_few_choices(model, listing):
    for item in listing.list_filter:
        if isinstance(item, type):  # a filter with choices of its own
            continue
        path, kind = item if isinstance(item, tuple) else (item, None)
        if kind in FIXED:
            continue
        field = last_of(model, path)
        bounded = isinstance(field, models.BooleanField) or field.choices
        assert bounded or field.related_model in REFERENCE, path


@by_model
@pytest.mark.django_db
def test_a_form_offers_what_grows_by_search_alone(model, listing, rf, manager):
    """A drop-down of agencies or officers would be as long as the nation."""
    request = rf.get("/")
    request.user, request.viewer = manager, viewer_of(manager)
    if not listing.has_add_permission(request):
        return
    forms = [listing.get_form(request)()]
    forms += [
        formset().empty_form for formset, inline in listing.get_formsets_with_inlines(request)
    ]
    for form in forms:
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField) and not field.widget.is_hidden:
                widget = field.widget
                if isinstance(widget, RelatedFieldWidgetWrapper):
                    widget = widget.widget
                assert isinstance(widget, AutocompleteMixin), name


def viewer_of(user):
    from agencies.selectors.viewer import grants_of, viewer_for

    return viewer_for(user, grants_of(user))


@pytest.fixture
def manager(client, arranged):
    """A program manager who is signed in."""
    user = member(PROGRAM_MANAGER)
    client.force_login(user)
    return user


def found(client, model, text):
    """The rows that a list shows for a text."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return list(client.get(url, {"q": text}).context["cl"].result_list)


def named(last, first):
    return {"last_name": last, "first_name": first, "name_key": name_key(last, first)}


@pytest.mark.django_db
def test_a_badge_finds_the_appointment_the_officer_and_what_was_done(client, manager):
    cast = chain()
    wanted = nominated(cast, **named("Sample-Okafor", "Blake"))
    nominated(cast, **named("Testcase", "Noel"))
    badge = wanted.appointment.badge_number
    assert found(client, Appointment, badge) == [wanted.appointment]
    assert found(client, Officer, badge) == [wanted.officer]
    assert found(client, Participation, badge) == [wanted]
    assert {act.participation for act in found(client, ParticipationAct, badge)} == {wanted}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Sample-Okafor, Blake", "sample-ok", "SAMPLE-OKAFOR  BLAKE"])
def test_a_name_finds_the_officer_and_the_appointment(client, manager, text):
    cast = chain()
    wanted = nominated(cast, **named("Sample-Okafor", "Blake"))
    nominated(cast, **named("Testcase", "Noel"))
    assert found(client, Officer, text) == [wanted.officer]
    assert found(client, Appointment, text) == [wanted.appointment]


@pytest.mark.django_db
def test_numbers_that_people_know_find_their_record(client, manager):
    row = certified(chain())
    certification = Certification.objects.get(participation=row)
    record = Enrollment.objects.get(participation=row)
    assert found(client, Certification, certification.certificate_number) == [certification]
    class_id = record.training_class.class_id
    assert found(client, Enrollment, class_id.lower()) == [record]
    assert found(client, TrainingClass, class_id) == [record.training_class]
