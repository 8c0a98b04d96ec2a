import re
from datetime import date
from uuid import UUID, uuid4

from training.rules.certification import number


def test_a_number_is_made_of_the_series_the_year_and_the_record():
    uuid = UUID("7b1f3c52-9d3e-4c6a-8f21-0a1b2c3d4e5f")
    assert number("C", date(2026, 3, 10), uuid) == "C-2026-8A3CP-3TKJZ"


def test_numbers_of_many_records_differ_and_hold_no_letter_that_looks_like_a_figure():
    numbers = {number("H", date(2026, 3, 10), uuid4()) for _ in range(10_000)}
    assert len(numbers) == 10_000
    assert all(
        re.fullmatch(r"H-2026-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", n) for n in numbers
    )
