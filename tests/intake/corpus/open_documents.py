"""ODS and XLS workbooks as programs and people leave them."""

from datetime import date

import xlwt

from tests.intake.open_documents import cell, old_workbook, open_document, row, table

HEAD = ["NAME", "BADGE"]
ONE = [(2, "Peña", "1")]
BLANK_REST = row(
    cell(None, 'table:number-columns-repeated="16384"'),
    extra='table:number-rows-repeated="1048574"',
)
LINKED = (
    '<table:table-cell office:value-type="string"><text:p><text:a xlink:href="http://a.example/">'
    "Pe<text:span>ña</text:span></text:a></text:p></table:table-cell>"
)


def ods(*rows, more=(), **options):
    return lambda: open_document(table(*rows), *more, **options)


def xls(*rows, **options):
    return lambda: old_workbook(*rows, **options)


def hide(_book, sheet):
    sheet.row(1).hidden = True
    sheet.write(0, 2, xlwt.Formula("1+1"))


def hidden_sheet(book, _sheet):
    other = book.add_sheet("Old")
    other.visibility = 1
    other.write(0, 0, "NAME")


def notes_first(book, sheet):
    for number in range(60):
        sheet.write(number, 0, f"Note {number}")
    other = book.add_sheet("Officers")
    for column, (heading, value) in enumerate((("NAME", "Peña"), ("BADGE", 1))):
        other.write(0, column, heading)
        other.write(1, column, value)


OPEN_DOCUMENTS = {
    "ODS: plain": (ods(HEAD, ["Peña", 1]), ONE),
    "ODS: the blank rest of the sheet": (ods(HEAD, ["Peña", 1], BLANK_REST), ONE),
    "ODS: repeated blank rows keep the numbers": (
        ods(HEAD, row(None, extra='table:number-rows-repeated="5"'), ["Peña", 1]),
        [(7, "Peña", "1")],
    ),
    "ODS: repeated cells": (
        ods(HEAD, row(cell("x", 'table:number-columns-repeated="2"'))),
        [(2, "x", "x")],
    ),
    "ODS: a date": (ods(HEAD, ["Peña", date(2025, 3, 7)]), [(2, "Peña", "2025-03-07")]),
    "ODS: a link and styled text": (ods(HEAD, row(LINKED, 1)), ONE),
    "ODS: hidden sheets are passed over": (
        lambda: open_document(
            table(HEAD, ["Former", 9], name="Old", style="hidden"), table(HEAD, ["Peña", 1])
        ),
        ONE,
    ),
    "ODS: a formula with its stored result": (
        ods(HEAD, row("Peña", cell(1, 'table:formula="of:=1"'))),
        ONE,
    ),
    "XLS: plain": (xls(HEAD, ["Peña", 1]), ONE),
    "XLS: numbers as text": (xls(HEAD, ["Peña", "0012"]), [(2, "Peña", "0012")]),
    "XLS: a date of the 1900 system": (
        xls(HEAD, ["Peña", date(2025, 3, 7)]),
        [(2, "Peña", "2025-03-07")],
    ),
    "XLS: a date of the 1904 system": (
        xls(HEAD, ["Peña", date(2025, 3, 7)], dates_1904=True),
        [(2, "Peña", "2025-03-07")],
    ),
    "XLS: the header in row 7": (
        xls(*[[] for _ in range(6)], HEAD, ["Peña", 1]),
        [(8, "Peña", "1")],
    ),
    "XLS: hidden rows are read": (xls(HEAD, ["Peña", 1], change=hide), ONE),
    "XLS: hidden sheets are not": (xls(HEAD, ["Peña", 1], change=hidden_sheet), ONE),
    "XLS: a long sheet of notes before the list": (xls(change=notes_first), ONE),
    "XLS: a cell of 32,767 characters": (
        xls(HEAD, ["x" * 32_767, 1]),
        [(2, "x" * 32_767, "1")],
    ),
}
