"""Any table of rows reads the same, in whatever order of columns and whatever kind of file."""

import csv
from io import StringIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.file import File
from intake.text import text_of
from tests.intake.open_documents import old_workbook, open_document, table
from tests.intake.workbooks import table_of, workbook

HEADINGS = ("NAME", "BADGE", "NOTE")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
# What Windows-1252 has too, the signs that separate and quote, and signs that are not seen.
LETTERS = "abzABZ019 .,;'\"=+-@#ñéü’–\u00a0\u00ad\t"
TEXTS = st.text(LETTERS, max_size=12)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def written_as_csv(rows, encoding, separator):
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(rows)
    text = stream.getvalue().encode(encoding)
    return File("list.csv", text)


def read(file):
    found = [[row.text(name) for name in HEADINGS] for row in table_of(file)]
    return [values for values in found if any(values)]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(rows=ROWS, order=st.permutations(range(3)), data=st.data())
def test_a_table_reads_the_same_in_every_kind_of_file(rows, order, data):
    expected = [[text_of(value) for value in values] for values in rows]
    expected = [values for values in expected if any(values)]
    shuffled = [[values[place] for place in order] for values in (HEADINGS, *rows)]
    encoding = data.draw(st.sampled_from(ENCODINGS))
    separator = data.draw(st.sampled_from(",;\t"))
    assert read(written_as_csv(shuffled, encoding, separator)) == expected
    # openpyxl writes what begins with = as a formula; a formula that nobody calculated is empty.
    plain = [[f"'{v}" if v.startswith("=") else v for v in values] for values in shuffled]
    quoted = [[text_of(f"'{v}" if v.startswith("=") else v) for v in values] for values in rows]
    quoted = [values for values in quoted if any(values)]
    for file in (workbook(*plain), open_document(table(*plain)), old_workbook(*plain)):
        assert read(file) == quoted
