"""No form says a sentence of Django's: each names its field and how to mend it."""

import importlib
import pkgutil

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.urls import reverse

from accounts.forms import DayField, Form
from accounts.plain_words import PlainWords, words_for

PACKAGES = ("accounts", "agencies", "training", "intake", "reports", "g287")
STOCK = ("This field", "Select a valid", "Enter a valid", "Ensure this", "Enter a whole number.")


def subclasses(kind):
    for found in kind.__subclasses__():
        yield found
        yield from subclasses(found)


def our_forms():
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found = {f for f in subclasses(forms.BaseForm) if f.__module__.split(".")[0] in PACKAGES}
    return sorted(found, key=lambda form: (form.__module__, form.__qualname__))


FORMS = our_forms()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_form_of_the_project_says_it_plainly(form):
    assert issubclass(form, PlainWords)
    for name, field in form.base_fields.items():
        said = {**field.error_messages, **words_for(field, name)}
        assert not [words for words in said.values() if str(words).startswith(STOCK)], name


class Trial(Form):
    place = forms.CharField(max_length=5)
    seats = forms.IntegerField(min_value=1, max_value=500, label="Seats")
    day = DayField(label="First day")
    held = forms.ChoiceField(label="How it is held", choices=[("online", "Online")])
    email = forms.EmailField(label="E-mail")
    agreed = forms.BooleanField(label="I agree")
    own = forms.CharField(error_messages={"required": "Enter your own."})


@pytest.mark.parametrize(
    ("field", "sent", "words"),
    [
        ("place", "", "“Place” is empty. Enter it."),
        ("place", "Charleston", "“Place” has 10 characters. Shorten it to 5."),
        ("place", "a\0", "“Place” holds a character that cannot be stored. Enter it anew."),
        ("seats", "", "“Seats” is empty. Enter a number."),
        ("seats", "many", "“Seats” is no whole number. Enter it in digits, such as 24."),
        ("seats", "0", "“Seats” is below 1. Enter 1 or more."),
        ("seats", "501", "“Seats” is above 500. Enter 500 or less."),
        ("day", "", "“First day” is empty. Enter a day."),
        ("day", "soon", "“First day” is no day. Enter it as in 03/24/2026."),
        ("day", "1949-12-31", "Enter a day of the years 1950 to 2100."),
        ("held", "", "Nothing is chosen at “How it is held”. Choose one."),
        (
            "held",
            "nowhere",
            "What was sent at “How it is held” is not among the choices. Choose again.",
        ),
        ("email", "ann", "“E-mail” is no e-mail address. Enter one such as name@agency.gov."),
        ("agreed", "", "“I agree” is not ticked. Tick it to go on."),
        ("own", "", "Enter your own."),
    ],
)
def test_each_fault_names_the_field_and_the_mend(field, sent, words):
    assert Trial({field: sent}).errors[field] == [words]


def test_the_list_of_errors_counts_what_it_names_and_not_fields():
    form = Trial({"place": "here", "seats": "1", "day": "2026-03-24", "held": "online"})
    form.data |= {"email": "a@b.gov", "agreed": "on", "own": "x"}
    assert form.is_valid()
    form.add_error(None, "The class is full.")
    form.add_error(None, "The class is canceled.")
    assert "2 things to put right" in render_crispy_form(form)


def test_the_list_names_a_field_once():
    drawn = render_crispy_form(Trial({"day": "1949-12-31"}))
    assert '<a href="#id_seats">“Seats” is empty. Enter a number.</a>' in drawn
    assert '<a href="#id_day">First day</a>: Enter a day of the years 1950 to 2100.' in drawn


def test_signing_in_says_it_plainly_too(client, db):
    words = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "This field is required" not in words
    assert "is empty. Enter it." in words
