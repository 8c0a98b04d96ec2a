"""Somebody signed in, and a class that is over with several officers in it."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from accounts.viewer import acting_as
from tests.support.chain import chain, training_class, vetted, weekday_before
from training.models import Enrollment
from training.services.enrollment import enroll


@pytest.fixture
def signed_in():
    """A browser of their own for each viewer, the password given just now or long ago."""

    def sign_in(viewer, *, password_given_ago=0):
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id))
        session = client.session
        given = {"method": "password", "at": time.time() - password_given_ago}
        session["account_authentication_methods"] = [given]
        session["account_authentication_methods_user"] = str(viewer.user_id)
        session.save()
        return client

    return sign_in


@pytest.fixture
def jem(arranged):
    """The cast around a JEM agreement: four weeks, five exams, one remedial exam."""
    return chain("JEM-2025-02-15")


@pytest.fixture
def wso(arranged):
    """The cast around a WSO agreement: one day, one exam."""
    return chain("WSO-2025-02-15")


def class_of(c, officers, *, ended_ago=1):
    """A class that ended some days ago with so many officers, nothing recorded yet."""
    new = training_class(c)
    participations = [vetted(c, last_name=f"Sample{n:02d}") for n in range(officers)]
    with acting_as(c.registrar):
        enroll(c.registrar, new, participations)
    length = (new.ends_on - new.starts_on).days
    start = weekday_before(c.today - timedelta(days=length + ended_ago - 1))
    shift = start - new.starts_on
    for day in new.days.order_by("day"):
        day.day += shift
        day.save(update_fields=["day"])
    new.starts_on += shift
    new.ends_on += shift
    new.save(update_fields=["starts_on", "ends_on"])
    Enrollment.objects.filter(training_class=new).update(
        starts_on=new.starts_on, ends_on=new.ends_on
    )
    return new


def records_of(training_class):
    """The class's records by name."""
    return list(
        Enrollment.objects.filter(training_class=training_class).order_by("participation__name_key")
    )
