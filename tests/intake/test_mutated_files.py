"""Whatever a file has become on its way, reading it gives rows or the reader's own refusal.

`G287_FUZZ=2000` sets how many files are tried. A failure names its seed.
"""

import random

import pytest

from intake.file import File
from intake.unreadable import Unreadable
from tests.intake.mutations import COUNT, mutated, mutated_inside
from tests.intake.open_documents import linked, old_workbook, open_document, row, table
from tests.intake.workbooks import read, workbook

ROWS = [["NAME", "BADGE"], *[[f"Peña {n}", n] for n in range(30)]]
TEXT = "\n".join(f"{name},{badge}" for name, badge in ROWS)
SPANNING = (
    '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>'
    '<text:a xlink:href="https://www.example.com/">x</text:a></text:p></table:table-cell>'
)


def merge_and_link(book):
    book.active.merge_cells("A2:A3")
    book.active["B4"].hyperlink = "https://www.example.com/"


def merge_and_link_old(_book, sheet):
    sheet.merge(31, 32, 0, 0)
    linked(sheet, (3, 3, 1, 1), "https://www.example.com/")


MADE = {
    "UTF-8": lambda: TEXT.encode(),
    "UTF-16": lambda: TEXT.encode("utf-16"),
    "XLSX": lambda: workbook(*ROWS, change=merge_and_link).data,
    "ODS": lambda: open_document(table(*ROWS, row(SPANNING, 31))).data,
    "XLS": lambda: old_workbook(*ROWS, change=merge_and_link_old).data,
}


@pytest.mark.parametrize("kind", MADE)
def test_a_mutated_file_is_read_or_refused_and_nothing_else(kind):
    whole = MADE[kind]()
    for seed in range(-(-COUNT // len(MADE))):
        source = random.Random(f"{kind} {seed}")
        inside = kind in {"XLSX", "ODS"} and source.random() < 0.8
        data = mutated_inside(whole, source) if inside else mutated(whole, source)
        try:
            read(File("list", data))
        except Unreadable:
            continue
        except BaseException as error:
            pytest.fail(f"{kind}, seed {seed}: {type(error).__name__}: {error}")
