"""Lists as ICE publishes them, made by tests row by row."""

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from openpyxl import load_workbook

from intake.file import File

REAL = Path(settings.BASE_DIR) / "demo" / "ice_participating_agencies_2025-07-18.xlsx"

HEADINGS = (
    "STATE",
    "LAW ENFORCEMENT AGENCY",
    "TYPE",
    "COUNTY",
    "SUPPORT TYPE",
    "SIGNED",
    "MOA",
    "MOA_URL",
)
ROW = {
    "STATE": "ALABAMA",
    "LAW ENFORCEMENT AGENCY": "Cypress County Sheriff's Office",
    "TYPE": "County",
    "COUNTY": "Cypress County",
    "SUPPORT TYPE": "Task Force Model",
    "SIGNED": "3/10/2025",
    "MOA": "link",
    "MOA_URL": "https://www.ice.gov/moa.pdf",
}
SHORT = {"agency": "LAW ENFORCEMENT AGENCY", "model": "SUPPORT TYPE", "url": "MOA_URL"}


def row(**changes):
    """One row; `row(state="GEORGIA", model="WSO")` changes cells by a short name."""
    named = {SHORT.get(name, name.upper()): value for name, value in changes.items()}
    return [(ROW | named)[heading] for heading in HEADINGS]


def ice_list(*rows, name="list.csv"):
    """A CSV file of these rows under ICE's headings."""
    stream = StringIO()
    csv.writer(stream).writerows([HEADINGS, *rows])
    return File(name, stream.getvalue().encode())


def real_list_as_csv():
    """ICE's workbook as published, flattened to CSV as archives do: days in ISO form, addresses
    behind MOA and ADDENDUM in columns of their own, blank rows left out, nothing mended."""
    head, *rows = load_workbook(REAL).worksheets[0].iter_rows(max_col=8)
    stream = StringIO()
    write = csv.writer(stream).writerow
    names = [cell.value for cell in head]
    write(["source_row", *names[:7], "MOA_URL", names[7], "ADDENDUM_URL"])
    for cells in rows:
        if not any(cell.value for cell in cells):
            continue
        shown = [
            f"{cell.value:%Y-%m-%d}" if isinstance(cell.value, datetime) else cell.value or ""
            for cell in cells
        ]
        moa, addendum = (
            cell.hyperlink.target if cell.hyperlink else "" for cell in (cells[6], cells[7])
        )
        write([cells[0].row, *shown[:7], moa, shown[7], addendum])
    return File("list.csv", stream.getvalue().encode())
