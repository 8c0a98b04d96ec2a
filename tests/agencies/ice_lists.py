"""Lists as ICE publishes them, made by tests row by row."""

import csv
from io import StringIO
from pathlib import Path

from django.conf import settings

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
