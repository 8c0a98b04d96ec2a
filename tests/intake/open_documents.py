"""ODS and XLS workbooks that tests make."""

import struct
import zipfile
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import xlwt

from intake.file import File

KIND = "application/vnd.oasis.opendocument.spreadsheet"
# The class of a link, and the class of a web address in it.
HYPERLINK = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
WEB = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{name}="{_URN}{name}:1.0"' for name in ("office", "table", "text", "style", "manifest")
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table">'
    f'<style:table-properties table:display="{shown}"/></style:style>'
    for name, shown in (("shown", "true"), ("hidden", "false"))
)


def cell(value, extra=""):
    """One cell of an ODS table."""
    start = f"<table:table-cell {extra}"
    if value is None or value == "":
        return f"{start}/>"
    if isinstance(value, bool):
        return f'{start} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'{start} office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'{start} office:value-type="date" office:date-value="{value.isoformat()}"/>'
    return f'{start} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def row(*values, extra=""):
    """One row of an ODS table, from values or from cells that are made already."""
    cells = [v if isinstance(v, str) and v.startswith("<table:") else cell(v) for v in values]
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def table(*rows, name="Sheet1", style="shown"):
    """One sheet of an ODS workbook."""
    made = "".join(r if isinstance(r, str) else row(*r) for r in rows)
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{made}</table:table>'
    )


def open_document(*tables, doctype="", encrypted=False, kind=KIND, content=None):
    """An ODS workbook of these tables."""
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
    space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    whole = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {_SPACES} {space}'
        f' office:version="1.2">{styles}{body}</office:document-content>'
    )
    secret = '<manifest:encryption-data manifest:checksum="x"/>' if encrypted else ""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", kind)
        made.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="content.xml"'
            f' manifest:media-type="text/xml">{secret}</manifest:file-entry></manifest:manifest>',
        )
        made.writestr("content.xml", whole if content is None else content)
    return File("list.ods", stream.getvalue())


def old_workbook(*rows, change=lambda book, sheet: None, **settings):
    """An XLS workbook of one sheet with these rows; `change` may do more to it."""
    book = xlwt.Workbook()
    for name, value in settings.items():
        setattr(book, name, value)
    sheet = book.add_sheet("Roster")
    as_date = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                style = as_date if isinstance(value, date) else xlwt.Style.default_style
                sheet.write(number, column, value, style)
    change(book, sheet)
    stream = BytesIO()
    book.save(stream)
    return File("list.xls", stream.getvalue())


def linked(sheet, place, address, *, shown="", mark=""):
    """Have an XLS sheet link from a range (rows from 0) to an address; xlwt writes no links."""

    def counted(text):
        return struct.pack("<I", len(text) + 1) + f"{text}\0".encode("utf-16-le")

    written = f"{address}\0".encode("utf-16-le")
    moniker = WEB + struct.pack("<I", len(written)) + written
    flags = 3 | (0x14 if shown else 0) | (0x8 if mark else 0)
    body = struct.pack("<II", 2, flags) + (counted(shown) if shown else b"") + moniker
    body += counted(mark) if mark else b""
    body = struct.pack("<4H", *place) + HYPERLINK + body
    before, end = sheet.get_biff_data, b"\x0a\0\0\0"
    made = struct.pack("<HH", 0x01B8, len(body)) + body

    def with_link():
        records = before()
        assert records.endswith(end)
        return records[: -len(end)] + made + end

    sheet.get_biff_data = with_link
