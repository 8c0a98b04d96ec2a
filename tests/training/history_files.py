"""Files of training history as tests make them."""

import csv
from io import StringIO

from intake.file import File
from training.services.history_line import COLUMNS

HEAD = [column.name for column in COLUMNS if column.name != "agreement_signed_on"]

# A whole history at an agency whose JEM agreement was signed on 2 January 2023; nothing is odd.
WHOLE = {
    "state": "FL",
    "badge_number": "12",
    "last_name": "O'Neil",
    "first_name": "Ann",
    "model": "JEM",
    "course": "BASIC",
    "class_id": "CL700",
    "started_on": "2023-02-13",
    "completed_on": "2023-03-10",
    "exam:W1": "88",
    "exam:W2": "65;78",
    "exam:W3": "91",
    "exam:W4": "85",
    "exam:FINAL": "90",
    "result": "passed",
    "certified_on": "2023-03-13",
    "certificate_number": "C-2023-0042",
    "authorized_from": "2023-03-20",
    "signed_off_by": "R. Example",
    "signed_off_on": "2023-03-13",
    "citizenship_attested_on": "2023-01-09",
    "le_service_since": "2015-06-01",
    "background_checked_on": "2023-01-20",
    "discipline_attested_on": "2023-01-09",
    "supervisor": "R. Example",
}
REFRESHER = {
    "course": "REFRESHER",
    "class_id": "CL800",
    "started_on": "2025-03-03",
    "completed_on": "2025-03-07",
    "result": "passed",
} | {name: "" for name in WHOLE if name.startswith(("exam:", "certif", "author", "signed"))}


def history(*rows, agency, head=None, name="history.csv"):
    """A file with a row for each mapping: `WHOLE` with what it changes; "" empties a cell."""
    head = head or [*HEAD, *({n for row in rows for n in row} - set(HEAD))]
    out = StringIO()
    writer = csv.DictWriter(out, head, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow(WHOLE | {"agency": agency.name} | row)
    return File(name, out.getvalue().encode())
