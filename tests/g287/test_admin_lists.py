"""Every list and page of the administration, on the small demo: what it asks, and that it opens."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.demo.conftest import demo

__all__ = ["demo"]

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Session, user and grants; the list and its count; the choices of filters and a date hierarchy.
# A list shows fifty rows: one query a row would be far beyond it.
MOST_QUERIES = 24


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def manager(demo):
    """The demo's program manager, signed in; what a test writes is undone."""
    client = Client()
    point = transaction.savepoint()
    client.force_login(User.objects.get(email="alex@program.example"))
    yield client
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_asks_a_fixed_number_of_queries(manager, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        assert manager.get(url(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_search_takes_any_text(manager, model):
    for text in ("Sample, Avery", "%_\\'" + "x" * 300):
        assert manager.get(url(model, "changelist"), {"q": text}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_row_can_be_looked_at_with_its_history(manager, model):
    row = model._default_manager.first()
    if row is None:
        return
    assert manager.get(url(model, "change", row.pk)).status_code == 200
    assert manager.get(url(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_form_to_add_opens_or_is_refused(manager, model):
    page = admin.site._registry[model]
    expected = 200 if page.editable and page.addable else 403
    assert manager.get(url(model, "add")).status_code == expected
