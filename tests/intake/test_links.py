"""The address behind a cell, in each kind of workbook."""

from xml.sax.saxutils import quoteattr

import pytest

from tests.intake.open_documents import linked, old_workbook, open_document, row, table
from tests.intake.workbooks import table_of, workbook

HEAD = ["NAME", "BADGE", "NOTE"]
ADDRESS = "https://www.example.com/a?b=1&c=2"


def xlsx(at="C2", address=ADDRESS):
    def link(book):
        # openpyxl takes one cell; other programs also write a range.
        book.active["C2"].hyperlink = address
        book.active["C2"].hyperlink.ref = at

    return workbook(HEAD, ["Sample", 1, "link"], ["Example", 2, "link"], change=link)


def ods():
    target = f"<text:p><text:a xlink:href={quoteattr(ADDRESS)}>link</text:a></text:p>"
    cell = f'<table:table-cell office:value-type="string">{target}</table:table-cell>'
    return open_document(table(HEAD, row("Sample", 1, cell), ["Example", 2, "link"]))


def xls(place=(1, 1, 2, 2), **options):
    return old_workbook(
        HEAD,
        ["Sample", 1, "link"],
        ["Example", 2, "link"],
        change=lambda _book, sheet: linked(sheet, place, ADDRESS, **options),
    )


@pytest.mark.parametrize("make", [xlsx, ods, xls])
def test_a_link_belongs_to_its_cell(make):
    first, second = table_of(make())
    assert first.links == {"NOTE": ADDRESS}
    assert second.links == {}


def test_a_link_in_an_old_workbook_may_have_a_shown_text_and_a_place_within_the_page():
    first, _second = table_of(xls(shown="Read it – señor", mark="page=2"))
    assert first.links == {"NOTE": ADDRESS}


@pytest.mark.parametrize(
    "file", [xlsx(at="C2:C3"), xls(place=(1, 2, 2, 2)), xls(place=(1, 65_535, 2, 255))]
)
def test_one_link_may_stand_behind_all_cells_of_a_range(file):
    assert [row.links for row in table_of(file)] == [{"NOTE": ADDRESS}] * 2


def test_a_link_belongs_to_its_own_sheet_of_an_old_workbook():
    def link(book, sheet):
        linked(sheet, (1, 1, 0, 0), "https://www.example.com/other")
        other = book.add_sheet("Officers")
        for column, value in enumerate(("NAME", "BADGE", "NOTE")):
            other.write(0, column, value)
            other.write(1, column, f"{value} 1")
        linked(other, (1, 1, 2, 2), ADDRESS)

    (row_,) = table_of(old_workbook(["Notes"], ["Read me"], change=link))
    assert row_.links == {"NOTE": ADDRESS}


def test_a_link_behind_merged_cells_holds_for_each_row():
    def change(book):
        book.active["C2"].hyperlink = ADDRESS
        book.active.merge_cells("C2:C3")

    def old(_book, sheet):
        sheet.merge(1, 2, 2, 2)
        linked(sheet, (1, 1, 2, 2), ADDRESS)

    rows = (HEAD, ["Sample", 1, "link"], ["Example", 2])
    for file in (workbook(*rows, change=change), old_workbook(*rows, change=old)):
        assert [row.links for row in table_of(file)] == [{"NOTE": ADDRESS}] * 2
