import pytest

from intake.file import File
from tests.intake.workbooks import read, table_of

ROWS = [(2, "Peña, Avery", "4471"), (3, "O'Brien", "0012")]


def csv_of(text, encoding="utf-8", name="list.csv"):
    return File(name, text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_csv_file_reads_the_same_in_every_usual_encoding_and_shape(encoding, separator, newline):
    lines = [f"NAME{separator}BADGE", f'"Peña, Avery"{separator}4471', f"O'Brien{separator}0012"]
    assert read(csv_of(newline.join(lines), encoding)) == ROWS


def test_utf_16_of_the_other_byte_order_is_known_by_its_zeros():
    assert read(csv_of("NAME,BADGE\nSample,1", "utf-16-be")) == [(2, "Sample", "1")]


def test_a_first_line_that_names_the_separator_is_no_row():
    assert read(csv_of("sep=;\nNAME;BADGE\nSample, A;1\n")) == [(2, "Sample, A", "1")]


def test_a_row_has_the_number_that_a_spreadsheet_shows_even_after_a_line_feed_in_a_cell():
    file = csv_of('NAME,BADGE\n"Sample\nAvery",1\n\nExample,2\n')
    table = table_of(file)
    assert [(row.number, row.text("NAME")) for row in table] == [
        (2, "Sample Avery"),
        (4, "Example"),
    ]
    assert table.blank == 1


def test_short_and_long_rows_are_read_as_far_as_they_go():
    assert read(csv_of("NAME,BADGE,NOTE\nSample\nExample,2,x,stray\n")) == [
        (2, "Sample", ""),
        (3, "Example", "2"),
    ]


def test_a_cell_that_looks_like_a_formula_is_text():
    assert read(csv_of("NAME,BADGE\n=1+1,@2\n")) == [(2, "=1+1", "@2")]
