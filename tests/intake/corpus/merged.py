"""Merged cells, the same in each kind of workbook."""

from openpyxl.utils import range_boundaries

from tests.intake.open_documents import cell, old_workbook, open_document, row, table
from tests.intake.workbooks import workbook

HEAD = ["NAME", "BADGE", "NOTE"]
COVERED = "<table:covered-table-cell/>"


def xlsx(rows, ranges):
    def merge(book):
        for merged in ranges:
            book.active.merge_cells(merged)

    return workbook(*rows, change=merge)


def ods(rows, ranges):
    cells = {(r, c): v for r, values in enumerate(rows, 1) for c, v in enumerate(values, 1)}
    for merged in ranges:
        left, top, right, bottom = range_boundaries(merged)
        span = (
            f'table:number-columns-spanned="{right - left + 1}"'
            f' table:number-rows-spanned="{bottom - top + 1}"'
        )
        value = cells.get((top, left))
        for r in range(top, bottom + 1):
            cells.update({(r, c): COVERED for c in range(left, right + 1)})
        cells[top, left] = cell(value, span)
    wide = max(column for _row, column in cells)
    tall = max(number for number, _column in cells)
    lines = [row(*[cells.get((r, c)) for c in range(1, wide + 1)]) for r in range(1, tall + 1)]
    return open_document(table(*lines))


def xls(rows, ranges):
    def merge(_book, sheet):
        for merged in ranges:
            left, top, right, bottom = (number - 1 for number in range_boundaries(merged))
            sheet.merge(top, bottom, left, right)

    return old_workbook(*rows, change=merge)


MAKERS = {"XLSX": xlsx, "ODS": ods, "XLS": xls}
TWO = [["Peña", 1, "x"], ["B", 2, "y"]]

# What is merged: the rows, the ranges, and what is expected.
SHAPES = {
    "down one column, filled for each row": (
        [HEAD, ["Peña", 1], [None, 2], [None, 3], ["B", 4]],
        ["A2:A4"],
        [(2, "Peña", "1"), (3, "Peña", "2"), (4, "Peña", "3"), (5, "B", "4")],
    ),
    "down two columns side by side": (
        [HEAD, ["Peña", 1, "x"], [None, None, "y"], ["B", 2, "z"]],
        ["A2:A3", "B2:B3"],
        [(2, "Peña", "1"), (3, "Peña", "1"), (4, "B", "2")],
    ),
    "down every column: one row, not two": (
        [HEAD, ["Peña", 1, "x"], [], ["B", 2, "y"]],
        ["A2:A3", "B2:B3", "C2:C3"],
        [(2, "Peña", "1"), (4, "B", "2")],
    ),
    "down over rows that have nothing else": (
        [HEAD, ["Peña", 1], [], [], ["B", 2]],
        ["A2:A4"],
        [(2, "Peña", "1"), (5, "B", "2")],
    ),
    "a title above the heading": (
        [["Roster of 2026"], [], HEAD, *TWO],
        ["A1:C2"],
        [(4, "Peña", "1"), (5, "B", "2")],
    ),
    "groups in a row above the heading": (
        [["Officer", None, "More"], HEAD, *TWO],
        ["A1:B1"],
        [(3, "Peña", "1"), (4, "B", "2")],
    ),
    "the heading's own cells": (
        [["NAME", "BADGE", None], *TWO],
        ["B1:C1"],
        [(2, "Peña", "1"), (3, "B", "2")],
    ),
    "beside the columns of the list": (
        [[*HEAD, None, "Key"], ["Peña", 1, "x", None, "a note", None]],
        ["E2:F2"],
        [(2, "Peña", "1")],
    ),
    "across two columns": ([HEAD, ["Peña", None, "x"], TWO[1]], ["A2:B2"], "cells A2:B2"),
    "a block": ([HEAD, TWO[0], ["B", None, "y"], [None, None, "z"]], ["A3:B4"], "cells A3:B4"),
    "a group's name between the rows": (
        [HEAD, TWO[0], ["Patrol"], TWO[1]],
        ["A3:C3"],
        "cells A3:C3",
    ),
    "the heading with a row below it": (
        [HEAD, [None, None, "part"], *TWO],
        ["A1:A2", "B1:B2"],
        "cells A1:A2",
    ),
}

MERGED = {
    f"{kind}: merged {shape}": (lambda make=make, rows=rows, at=at: make(rows, at), expected)
    for kind, make in MAKERS.items()
    for shape, (rows, at, expected) in SHAPES.items()
}
