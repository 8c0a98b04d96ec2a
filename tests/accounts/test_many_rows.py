"""Rows added together are the rows that one by one would be added, or are refused as those are."""

import pytest
from django.db import DataError, transaction

from accounts.many_rows import add_rows
from agencies.models import Agency

pytestmark = pytest.mark.usefixtures("arranged")
COLUMNS = {
    "name": ['Peña "Pen"\\ County\n', "李雷 \U0001f468", "{a,b},NULL"],
    "name_key": ["a", "b", "null"],
    "state": ["FL", "FL", "FL"],
    "county": ["", "'; --", "x" * 120],
    "kind": ["county"] * 3,
    "ori": [None, "FL0123400", None],
    "fbi_name": [""] * 3,
    "time_zone": ["America/New_York"] * 3,
    "is_invented": [True, False, False],
}


def test_whatever_the_values_are_they_arrive_unchanged():
    add_rows(Agency, COLUMNS)
    rows = Agency.objects.order_by("name_key").values_list(*COLUMNS)
    assert [*rows] == [*zip(*COLUMNS.values(), strict=True)]
    assert len(set(Agency.objects.values_list("uuid", flat=True))) == 3


def test_what_is_too_long_is_refused_and_not_cut_off():
    with pytest.raises(DataError), transaction.atomic():
        add_rows(Agency, COLUMNS | {"county": ["", "", "x" * 121]})
