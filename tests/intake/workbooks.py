"""Workbooks that tests make: well-formed ones by openpyxl, broken ones by hand."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

from intake.file import File
from intake.table import Column, Table, find_table

COLUMNS = (Column("NAME"), Column("BADGE", ("BADGE NO.",)), Column("NOTE", required=False))


def workbook(*rows, name="list.xlsx", change=lambda book: None):
    """A workbook of one sheet with these rows; `change` may do more to it."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return File(name, stream.getvalue())


def rezipped(file, **parts):
    """The same archive with some parts replaced or added (`xl__workbook_xml="..."` by path)."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(file.data)) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.namelist():
            if item not in parts:
                new.writestr(item, old.read(item), zipfile.ZIP_DEFLATED)
        for path, content in parts.items():
            new.writestr(path, content, zipfile.ZIP_DEFLATED)
    return File(file.name, stream.getvalue())


def archive(**members):
    """A ZIP archive of these members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def table_of(file, columns=COLUMNS) -> Table:
    return find_table(file.sheets(), columns)


def read(file, columns=COLUMNS):
    """The rows of a file as (number, name, badge)."""
    return [(row.number, row.text("NAME"), row.text("BADGE")) for row in table_of(file, columns)]
