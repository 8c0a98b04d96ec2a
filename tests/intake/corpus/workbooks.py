"""XLSX workbooks as programs and people leave them."""

from datetime import date

from tests.intake.workbooks import rezipped, workbook

HEAD = ["NAME", "BADGE"]
ONE = [(2, "Peña", "1")]
SHEET = "xl/worksheets/sheet1.xml"


def made(*rows, change=lambda book: None):
    return lambda: workbook(*rows, change=change)


def hidden_row(book):
    book.active.row_dimensions[2].hidden = True


def hidden_sheet_first(book):
    sheet = book.create_sheet("Old", 0)
    sheet.append(HEAD)
    sheet.append(["Former", 9])
    sheet.sheet_state = "veryHidden"
    book.active = 1


def linked(book):
    book.active["A2"].hyperlink = "https://www.example.com/"


def since_1904(book):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.epoch = CALENDAR_MAC_1904


def written(rows, **parts):
    """A workbook whose sheet is this XML, with other parts besides."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>NAME</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>BADGE</t></is></c></row>'
        f"{rows}</sheetData></worksheet>"
    )
    return lambda: rezipped(workbook(HEAD), **{SHEET: sheet, **parts})


def text(at, words):
    return f'<c r="{at}" t="inlineStr"><is><t>{words}</t></is></c>'


WORKBOOKS = {
    "XLSX: plain": (made(HEAD, ["Peña", 1]), ONE),
    "XLSX: a formula with its stored result": (
        written(
            f'<row r="2">{text("A2", "Peña")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
            '<row r="3"><c r="A3" t="str"><f>"O"&amp;"K"</f><v>OK</v></c></row>'
        ),
        [(2, "Peña", "2"), (3, "OK", "")],
    ),
    "XLSX: a formula that was never calculated": (
        made(HEAD, ["Peña", "=1+1"]),
        [(2, "Peña", "")],
    ),
    "XLSX: a formula that failed is an empty cell": (
        written(
            f'<row r="2">{text("A2", "Peña")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        ),
        [(2, "Peña", "")],
    ),
    "XLSX: text that begins like a formula": (
        written(f'<row r="2">{text("A2", "=1+1")}{text("B2", "@x")}</row>'),
        [(2, "=1+1", "@x")],
    ),
    "XLSX: a link in a cell": (made(HEAD, ["Peña", 1], change=linked), ONE),
    "XLSX: hidden rows are read": (made(HEAD, ["Peña", 1], change=hidden_row), ONE),
    "XLSX: hidden sheets are not": (made(HEAD, ["Peña", 1], change=hidden_sheet_first), ONE),
    "XLSX: two header rows": (
        made(["Officer", None, "Office"], [*HEAD, "PLACE"], ["Peña", 1, "x"]),
        [(3, "Peña", "1")],
    ),
    "XLSX: the header in row 7": (
        made(["Roster"], [], [], [], ["As of", date(2026, 1, 1)], [], HEAD, ["Peña", 1]),
        [(8, "Peña", "1")],
    ),
    "XLSX: numbers stored as text": (made(HEAD, ["Peña", "0012"]), [(2, "Peña", "0012")]),
    "XLSX: text columns with numbers in them": (
        made(HEAD, [4471, 12.5], [1.0, 10**9]),
        [(2, "4471", "12.5"), (3, "1", "1000000000")],
    ),
    "XLSX: dates of the 1900 system": (
        made(HEAD, ["Peña", date(2025, 3, 7)]),
        [(2, "Peña", "2025-03-07")],
    ),
    "XLSX: dates of the 1904 system": (
        made(HEAD, ["Peña", date(2025, 3, 7)], change=since_1904),
        [(2, "Peña", "2025-03-07")],
    ),
    "XLSX: the 29 February 1900 that never was": (
        made(HEAD, ["Peña", 60]),
        [(2, "Peña", "60")],
    ),
    "XLSX: non-breaking and zero-width spaces": (
        made(["NAME\u00a0", "\u200bBADGE"], ["\ufeffPe\u200dña\u00a0", "\u00a01"]),
        ONE,
    ),
    "XLSX: right-to-left text": (
        made(HEAD, ["\u200fכהן\u200e", 1]),
        [(2, "כהן", "1")],
    ),
    "XLSX: a cell of 32,767 characters": (
        made(HEAD, ["x" * 32_767, 1]),
        [(2, "x" * 32_767, "1")],
    ),
    "XLSX: rows out of their order are counted by place": (
        written(f'<row>{text("A2", "Peña")}<c r="B2"><v>1</v></c></row>'),
        ONE,
    ),
    "XLSX: escaped signs in text": (
        written(f'<row r="2">{text("A2", "a&amp;b &lt;i&gt; &#241;")}<c r="B2"><v>1</v></c></row>'),
        [(2, "a&b <i> ñ", "1")],
    ),
    "XLSX: macros inside are left alone": (
        lambda: rezipped(workbook(HEAD, ["Peña", 1]), **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        ONE,
    ),
    "XLSX: links to other workbooks are not followed": (
        written(
            f'<row r="2">{text("A2", "Peña")}<c r="B2"><f>[1]Sheet1!A1</f><v>1</v></c></row>',
            **{
                "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": (
                    '<Relationships><Relationship Id="rId1" TargetMode="External"'
                    ' Target="http://127.0.0.1:9/x.xlsx"/></Relationships>'
                ),
            },
        ),
        ONE,
    ),
}
