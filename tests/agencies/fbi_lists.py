"""The FBI's list of agencies, made by tests row by row.

The excerpt holds the rows of nine states and territories and the federal ones of "Law Enforcement
Employee data 2025" (US Government data, public domain), as packaged in recoveredfactory/287g-watch
(MIT).
"""

import csv
from io import StringIO
from pathlib import Path

from intake.file import File

EXCERPT = Path(__file__).with_name("fbi_agencies_2025_excerpt.csv")
HEADINGS = ("ori", "data_year", "pub_agency_name", "state_abbr", "county_name", "agency_type_name")
SHORT = {
    "name": "pub_agency_name",
    "state": "state_abbr",
    "county": "county_name",
    "type": "agency_type_name",
}
ROW = {
    "ori": "AL0010100",
    "data_year": "2025",
    "pub_agency_name": "Cypress",
    "state_abbr": "AL",
    "county_name": "CYPRESS",
    "agency_type_name": "City",
}


def row(**changes):
    """One row; `row(state="GA", type="County")` changes cells by a short name."""
    named = {SHORT.get(name, name): value for name, value in changes.items()}
    return [(ROW | named)[heading] for heading in HEADINGS]


def fbi_list(*rows, name="agencies.csv"):
    """A CSV file of these rows under the FBI's headings."""
    stream = StringIO()
    csv.writer(stream).writerows([HEADINGS, *rows])
    return File(name, stream.getvalue().encode())
