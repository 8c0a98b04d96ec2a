"""The nation's lists from file to committed, against COPY of the same rows.

As many agencies are known. ICE's list then names others in the same states, so that each name is
looked for among the known ones and each agreement is new. COPY is done by the owner, with the
history's triggers as they stand.
"""

import io
import random
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pghistory
from django.conf import settings
from django.db import connection, transaction

from accounts.viewer import Viewer, acting_as
from agencies.geography import STATES, zone_of
from agencies.names import name_key
from agencies.services.agency_import import import_agencies
from agencies.services.agreement_import import import_agreements
from benchmarks.measure import Figure, medians
from g287.database import logged_in_as
from intake.file import File

VIEWER = Viewer.system("benchmark")
FIRST_ID = 10**9
_BEGINS = (
    "Al Bar Ced Dor El Fair Glen Har Iron Jas Kin Lex Mar Nor Oak Pine Quin Ros Stan Tam Ul Ver"
)
_MIDDLES = "an bor den el fer gar hol ing ken low mon nes or per quar ring stan ter un vin wood"
_ENDS = "burg dale field ford ham hurst land mont more port ridge side ton view ville worth"


class _UndoneError(Exception):
    """Rolls a round back, so that the next one meets the same tables."""


def list_figures(size: int, rounds: int) -> list[Figure]:
    """Called as the owner; the imports themselves run under the web login."""
    names = list(_names(2 * size))
    known, others = names[:size], names[size:]
    agencies, agreements = _agencies_file(others), _agreements_file(others)
    _know(known)
    floor_1, floor_2 = "COPY of the agencies", "COPY of agencies, agreements and acts"
    cases = {
        "agencies": _as_web(partial(_undone, partial(_import, import_agencies, agencies))),
        floor_1: partial(_undone, partial(_copy, _texts(others)[:1])),
        "agreements": _as_web(partial(_undone, partial(_import, import_agreements, agreements))),
        "check": _as_web(partial(_check, agreements)),
        floor_2: partial(_undone, partial(_copy, _texts(others))),
    }
    ms = medians(cases, rounds, warm=1)
    return [
        Figure(f"FBI's list of {size:,}, imported", size, ms["agencies"], floor_1, ms[floor_1]),
        Figure(f"ICE's list of {size:,}, checked", size, ms["check"], floor_2, ms[floor_2]),
        Figure(f"ICE's list of {size:,}, imported", size, ms["agreements"], floor_2, ms[floor_2]),
        Figure(
            f"ICE's list of {size:,}, in seconds", size, ms["agreements"], "a limit of 5 s", 5000, 1
        ),
    ]


def _names(count: int) -> Iterator[tuple[str, str]]:
    """State and place, each place once in a state; the same ones in every run."""
    parts = [_BEGINS.split(), _MIDDLES.split(), _ENDS.split()]
    places = [f"{a}{b}{c}" for a in parts[0] for b in parts[1] for c in parts[2]]
    random.Random(287).shuffle(places)
    states = sorted(STATES)
    for number in range(count):
        yield states[number % len(states)], places[number // len(states)]


def _know(names: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table agencies_agency disable trigger user")
        with cursor.copy(_COPIES[0]) as stream:
            stream.write(_agency_text(names, FIRST_ID))
        cursor.execute("alter table agencies_agency enable trigger user")
        cursor.execute("analyze agencies_agency")


def _agencies_file(names: list[tuple[str, str]]) -> File:
    lines = ["ori,pub_agency_name,state_abbr,county_name,agency_type_name"]
    lines += [
        f"{state}{number:07d},{place},{state},{place.upper()},County"
        for number, (state, place) in enumerate(names)
    ]
    return File("agencies.csv", "\n".join(lines).encode())


def _agreements_file(names: list[tuple[str, str]]) -> File:
    lines = ["STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED,MOA_URL"]
    lines += [
        f"{state},{place} County Sheriff's Office,County,{place} County,Task Force Model,3/10/2025,"
        f"https://www.ice.gov/doclib/{place}.pdf"
        for state, place in names
    ]
    return File("list.csv", "\n".join(lines).encode())


def _import(take: Callable[..., Any], file: File) -> None:
    with acting_as(VIEWER):
        report = take(VIEWER, file, commit=True, strict=False)
        assert report.created > 0.9 * report.rows, report.problems[:3]
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        raise _UndoneError


def _check(file: File) -> None:
    with acting_as(VIEWER):
        import_agreements(VIEWER, file, commit=False, strict=False)


_COLUMNS = {
    "agencies_agency": "id, uuid, name, name_key, state, county, kind, fbi_name, time_zone,"
    " is_invented",
    "agencies_agreement": "id, uuid, model, form_inferred, signed_on, expires_on, moa_url,"
    " addendum_url, agency_id",
    "agencies_agreementact": "uuid, kind, effective_on, evidence, agency_id, agreement_id",
}
_COPIES = [f"copy {table} ({columns}) from stdin" for table, columns in _COLUMNS.items()]


def _texts(names: list[tuple[str, str]]) -> list[str]:
    first = 2 * FIRST_ID
    agreements, acts = io.StringIO(), io.StringIO()
    for key, (_state, place) in enumerate(names, start=first):
        agreements.write(
            f"{key}\t{uuid.uuid4()}\tTFM\tf\t2025-03-10\t9999-12-31"
            f"\thttps://www.ice.gov/doclib/{place}.pdf\t\t{key}\n"
        )
        acts.write(f"{uuid.uuid4()}\tin_force\t2025-03-10\tThe list\t{key}\t{key}\n")
    return [_agency_text(names, first), agreements.getvalue(), acts.getvalue()]


def _agency_text(names: list[tuple[str, str]], first: int) -> str:
    text = io.StringIO()
    for key, (state, place) in enumerate(names, start=first):
        name = f"{place} County Sheriff's Office"
        text.write(
            f"{key}\t{uuid.uuid4()}\t{name}\t{name_key(name)}\t{state}\t{place} County\tcounty\t"
            f"\t{zone_of(state)}\tf\n"
        )
    return text.getvalue()


def _copy(texts: list[str]) -> None:
    with pghistory.context(import_file="list.csv"), connection.cursor() as cursor:
        for statement, text in zip(_COPIES, texts, strict=False):
            with cursor.copy(statement) as stream:
                stream.write(text)
        cursor.execute("set constraints all immediate")
    raise _UndoneError


def _undone(act: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            act()
    except _UndoneError:
        return


def _as_web(case: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        with logged_in_as("web", settings.VAR):
            case()

    return run
