"""Files that are refused as a whole: each says what is wrong and what to do."""

import re
import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from intake.file import FILE_MOST, File
from intake.unreadable import Unreadable
from tests.intake.workbooks import archive, read, rezipped, workbook

GOOD = workbook(["NAME", "BADGE"], ["Sample", 1])
FAR_CELL = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="200000"><c r="XFD200000"><v>1</v></c></row></sheetData></worksheet>'
)
BEYOND = FAR_CELL.replace("XFD200000", "A1048576").replace("200000", "1048576")
ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


def forged_size(data, declared=10):
    """The archive with every declared unpacked size made small, in both directories."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for found in re.finditer(re.escape(signature), data):
            struct.pack_into("<I", changed, found.start() + offset, declared)
    return bytes(changed)


def encrypted(data):
    changed = bytearray(data)
    for found in re.finditer(rb"PK\x01\x02", data):
        changed[found.start() + 8] |= 1
    return bytes(changed)


CASES = {
    "nothing in it": (b"", "The file is empty."),
    "only white space": (b" \r\n\t ", "The file is empty."),
    "only a mark of order": ("\ufeff".encode("utf-16"), "The file is empty."),
    "a PDF": (b"%PDF-1.7\n...", "The file is no spreadsheet but PDF."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "The file is no spreadsheet but PNG."),
    "a web page": (b"\n<!DOCTYPE html><p>Sign in", "The file is no spreadsheet but HTML."),
    "a ZIP of something else": (archive(a="b"), "The file is no spreadsheet but ZIP."),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office program"),
    "an encrypted ZIP": (encrypted(GOOD.data), "protected by a password"),
    "bytes that are no text": (b"NAME,BADGE\nA\0B,1\n", "bytes that text never holds"),
    "bytes of no encoding": (b"NAME,BADGE\n\x81\x8d,1\n", "in no encoding"),
    "half of UTF-16": (b"\xff\xfeN\0A\0M\0E\0,", "in no encoding"),
    "other columns": (b"FIRST,LAST\nA,B\n", "other columns: NAME, BADGE are not among them"),
    "one column missing": (b"NAME,RANK\nA,B\n", "other columns: BADGE is not among them"),
    "the same column twice": (b"NAME,BADGE,Badge no\nA,1,2\n", "BADGE is there twice (row 1)"),
    "a quotation that never ends": (b'NAME,BADGE\nA,1\n"B,2\n', "cannot be read from row 3 on"),
    "a cell without end": (b"NAME,BADGE\n" + b"x" * 100_001 + b",1", "from row 2 on"),
    "a workbook cut off": (GOOD.data[: len(GOOD.data) // 2], "The file is damaged"),
    "a bomb that says so": (archive(**{"xl/workbook.xml": b"0" * 9_000_000}), "unpacks to more"),
    "a bomb that denies it": (
        forged_size(archive(**{"xl/workbook.xml": b"0" * 30_000_000})),
        "unpacks to more",
    ),
    "a workbook of nothing": (archive(**{"xl/workbook.xml": b"<workbook/>"}), "is empty|damaged"),
    "a workbook that is no XML": (archive(**{"xl/workbook.xml": b"\0\1"}), "The file is damaged"),
    "a cell far away": (
        rezipped(GOOD, **{"xl/worksheets/sheet1.xml": FAR_CELL}).data,
        "reaches further",
    ),
    "a row far away": (
        rezipped(GOOD, **{"xl/worksheets/sheet1.xml": BEYOND}).data,
        "reaches further",
    ),
    "entities in a part": (
        rezipped(GOOD, **{"xl/worksheets/sheet1.xml": ENTITIES}).data,
        "The file is damaged",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_read_says_what_is_wrong_and_how_to_mend_it(case):
    data, words = CASES[case]
    with pytest.raises(Unreadable) as caught:
        read(File("list.xlsx", data))
    assert any(part in caught.value.reason for part in words.split("|")), caught.value.reason
    assert caught.value.mend.endswith(".")


def test_a_file_larger_than_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024**2)
    with pytest.raises(Unreadable, match="too large: 50 MB, and at most 20 MB"):
        File.at(path)
    with pytest.raises(Unreadable, match="too large"):
        File("large.csv", b"x" * (FILE_MOST + 1)).sheets()


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(Unreadable, match=r"There is no file .*gone\.csv"):
        File.at(tmp_path / "gone.csv")
    with pytest.raises(Unreadable, match="is a folder"):
        File.at(tmp_path)


def test_too_many_members_are_a_bomb_too():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(2_001):
            made.writestr(f"xl/{number}", b"")
    with pytest.raises(Unreadable, match="unpacks to more"):
        read(File("list.xlsx", stream.getvalue()))


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_workbook_is_read_or_refused_and_never_fails(seed):
    import random

    source = random.Random(seed)
    data = bytearray(GOOD.data)
    for _ in range(source.choice((1, 3, 20))):
        data[source.randrange(len(data))] = source.randrange(256)
    with suppress(Unreadable):
        read(File("list.xlsx", bytes(data)))
