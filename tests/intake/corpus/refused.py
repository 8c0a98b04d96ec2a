"""Files that are refused whole: bombs, locks, other things under a spreadsheet's name."""

from intake.file import File
from tests.intake.open_documents import cell, old_workbook, open_document, row, table
from tests.intake.workbooks import archive, rezipped, workbook

HEAD = ["NAME", "BADGE"]
GOOD = workbook(HEAD, ["Peña", 1])
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
LAST_ROW = "1048576"


def data(content, name="list.csv"):
    return lambda: File(name, content)


def sheet(content):
    return lambda: rezipped(GOOD, **{SHEET: content})


def rows_to(last):
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{last}"><c r="A{last}"><v>1</v></c></row></sheetData></worksheet>'
    )


def circle():
    """An XLS workbook whose chain of sectors runs in a circle."""
    changed = bytearray(old_workbook(HEAD, *[["x" * 50, n] for n in range(400)]).data)
    place = 512 * (1 + int.from_bytes(changed[76:80], "little"))
    # Every sector is followed by the first one.
    for entry in range(128):
        changed[place + 4 * entry : place + 4 * entry + 4] = b"\0\0\0\0"
    return File("list.xls", bytes(changed))


REFUSED = {
    "nothing": (data(b""), "empty"),
    "white space": (data(b"\r\n \t\r\n"), "empty"),
    "a PDF": (data(b"%PDF-1.7 x", "list.xlsx"), "no spreadsheet but PDF"),
    "a Word document": (
        data(archive(**{"word/document.xml": "<x/>"}), "list.xlsx"),
        "no spreadsheet but ZIP",
    ),
    "a text document of LibreOffice": (
        lambda: open_document(kind="application/vnd.oasis.opendocument.text"),
        "no spreadsheet but ZIP",
    ),
    "an HTML table named .xls": (data(b"<html><table>", "list.xls"), "no spreadsheet but HTML"),
    "an XML spreadsheet of 2003": (data(b"<?xml version='1.0'?><a/>", "l.xls"), "but XML"),
    "an old Word document": (
        data(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "list.xls"),
        "old Office program",
    ),
    "a workbook with a password": (
        data(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(504)
            + "EncryptedPackage".encode("utf-16-le"),
            "list.xlsx",
        ),
        "protected by a password",
    ),
    "an ODS workbook with a password": (
        lambda: open_document(table(HEAD), encrypted=True),
        "protected by a password",
    ),
    "bytes that are no text": (data(b"NAME,BADGE\n\0\0,1\n"), "bytes that text never holds"),
    "bytes of another encoding": (
        data("NAME,BADGE\nこんにちは,1\n".encode("shift_jis")),
        "no encoding",
    ),
    "UTF-8 in some rows only": (
        data("NAME,BADGE\nPeña,1\n".encode() + "Müller,2\n".encode("cp1252")),
        "no encoding",
    ),
    "the mark of UTF-8 before other bytes": (
        data(b"\xef\xbb\xbfNAME,BADGE\nPe\xf1a,1\n"),
        "no encoding",
    ),
    "UTF-32": (data("NAME,BADGE\nA,1\n".encode("utf-32")), "no encoding"),
    "a quotation that never ends": (data(b'NAME,BADGE\nA,1\n"B,2\n'), "from row 3 on"),
    "duplicate headers": (data(b"NAME,BADGE,NAME\nA,1,B\n"), "NAME is there twice (row 1)"),
    "no headers": (data(b"Sample,1\nExample,2\n"), "other columns"),
    "more rows than are taken": (
        data(b"NAME,BADGE\n" + b"A,1\n" * 250_000),
        "more rows than this system takes",
    ),
    "XLSX: 1,048,576 rows": (sheet(rows_to(LAST_ROW)), "reaches further"),
    "XLSX: an entity bomb": (
        sheet(f'{BOMB}<worksheet xmlns="{MAIN}"><sheetData>&l9;</sheetData></worksheet>'),
        "damaged",
    ),
    "XLSX: an entity from outside": (
        sheet(f'{OUTSIDE}<worksheet xmlns="{MAIN}"><sheetData>&f;</sheetData></worksheet>'),
        "damaged",
    ),
    "XLSX: a zip bomb": (
        data(archive(**{"xl/workbook.xml": b"0" * 300_000_000}), "list.xlsx"),
        "unpacks to more",
    ),
    "XLSX: cut off": (data(GOOD.data[:2_000], "list.xlsx"), "damaged"),
    "ODS: an entity bomb": (lambda: open_document(table(HEAD), doctype=BOMB), "damaged"),
    "ODS: a row that stands for a million": (
        lambda: open_document(
            table(HEAD, row("x", 1, extra='table:number-rows-repeated="1000000"'))
        ),
        "reaches further",
    ),
    "ODS: a cell that stands for two billion": (
        lambda: open_document(
            table(HEAD, row(cell("x", 'table:number-columns-repeated="2000000000"')))
        ),
        "reaches further",
    ),
    "ODS: no XML": (lambda: open_document(content="\0\1"), "damaged"),
    "XLS: cut off": (
        lambda: File("list.xls", old_workbook(HEAD, ["Peña", 1]).data[:3_000]),
        "a damaged one",
    ),
    "XLS: a chain that runs in a circle": (circle, "more memory or time"),
    "XLS: cells in opposite corners": (
        lambda: old_workbook(HEAD, change=lambda _book, made: made.write(65_535, 255, "x")),
        "more memory or time",
    ),
}
