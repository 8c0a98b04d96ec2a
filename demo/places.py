"""The invented agencies with their agreements, and how many officers have come how far."""

from dataclasses import dataclass, field
from datetime import date

from demo.accounts import BLUESTEM, CYPRESS, SANDHILL, SOUTH
from demo.fates import Fate

F = Fate
NORTH, WEST, GULF = "Example North", "Example West", "Example Gulf"
FIELD_OFFICES = (NORTH, SOUTH, WEST, GULF)

# Officers of the mock-ups and others with a part to play, by name; the rest are drawn.
Named = tuple[str, str, Fate]


@dataclass(frozen=True)
class InventedAgreement:
    """An agreement of an invented agency.

    `signed` is a day, or so many days before today. `leaving`: the days ago from which a
    supervisor of this agreement alone was assigned, and the days from today until that ends.
    `ended` and `suspended`: so many days ago. `drawn` officers meet the fates of `mix`.
    """

    model: str
    form: str | None
    signed: date | int
    drawn: int = 0
    mix: str = "usual"
    fates: dict[Fate, int] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    leaving: tuple[int, int] | None = None
    suspended: int | None = None
    ended: int | None = None
    extended: bool = False


@dataclass(frozen=True)
class InventedAgency:
    """An agency that does not exist, in a state that does."""

    name: str
    state: str
    county: str
    kind: str
    field_office: str
    agreements: tuple[InventedAgreement, ...]
    zone: str = ""


# How often each fate is met, by mix. "usual" is an agency some way into its agreement.
MIXES: dict[str, dict[Fate, int]] = {
    "usual": {
        F.COMPLIANT: 620, F.DUE_SOON: 55, F.OVERDUE: 45, F.MISSING: 14, F.CONFLICT: 6,
        F.NOMINATED: 32, F.VETTED: 26, F.ENROLLED: 40, F.IN_TRAINING: 42, F.INCOMPLETE: 8,
        F.COMPLETE: 8, F.WAITING: 9, F.RETURNED: 4, F.CERTIFIED: 14, F.SUSPENDED: 9,
        F.REINSTATED: 8, F.REVOKED: 8, F.SEPARATED: 22, F.DISQUALIFIED: 6, F.WITHDRAWN: 8,
        F.NOT_APPROVED: 8, F.LEFT_CLASS: 5,
    },
    "young": {
        F.NOMINATED: 30, F.VETTED: 25, F.ENROLLED: 25, F.IN_TRAINING: 20, F.NOT_APPROVED: 3,
        F.WITHDRAWN: 2,
    },
    "established": {
        F.COMPLIANT: 70, F.DUE_SOON: 9, F.OVERDUE: 8, F.SEPARATED: 6, F.REINSTATED: 2,
        F.REFRESHER_ENROLLED: 2, F.REFRESHER_WAITING: 2, F.NOMINATED: 2, F.ENROLLED: 2,
    },
}  # fmt: skip

_2025_JEM, _2025_WSO, _2025_TFM = "JEM-2025-02-15", "WSO-2025-02-15", "TFM-2025-03-07"


def _jem(signed: date | int, drawn: int, mix: str = "usual", **more: object) -> InventedAgreement:
    return InventedAgreement("JEM", _2025_JEM, signed, drawn, mix, **more)  # type: ignore[arg-type]


def _wso(signed: date | int, drawn: int, mix: str = "usual", **more: object) -> InventedAgreement:
    return InventedAgreement("WSO", _2025_WSO, signed, drawn, mix, **more)  # type: ignore[arg-type]


def _tfm(signed: date | int, drawn: int, mix: str = "usual", **more: object) -> InventedAgreement:
    return InventedAgreement("TFM", _2025_TFM, signed, drawn, mix, **more)  # type: ignore[arg-type]


_CYPRESS = InventedAgency(
    CYPRESS, "FL", "Cypress County", "county", SOUTH,
    (
        InventedAgreement(
            "JEM", "JEM-2020", date(2020, 3, 9),
            named=(
                ("Sample", "Avery", F.OVERDUE), ("Sample", "Casey", F.OVERDUE),
                ("Example", "Dakota", F.DUE_SOON), ("Sample", "Blake", F.RETURNED),
                ("Example", "Ainsley", F.IN_TRAINING), ("Sample", "Rowan", F.WAITING),
                ("Sample", "Dana", F.COMPLIANT), ("Sample", "Devon", F.COMPLIANT),
                ("Sample", "Jonathan", F.COMPLIANT), ("Testcase", "Kai", F.COMPLIANT),
                ("Sample", "Teagan", F.COMPLIANT), ("Sample", "Vale", F.COMPLIANT),
                ("Testcase", "Zephyr", F.COMPLIANT), ("Placeholder", "Remy", F.REINSTATED),
                ("Specimen", "Fallon", F.SEPARATED),
            ),
            fates={F.COMPLIANT: 5, F.IN_TRAINING: 3, F.WAITING: 1, F.ENROLLED: 1},
        ),
        InventedAgreement(
            "WSO", "WSO-2025-02-14", date(2025, 2, 14), leaving=(75, 26),
            named=(
                ("Testcase", "Sasha", F.MISSING),
                ("Sample-Featherstonehaugh", "Maximiliana Alexandria", F.DUE_SOON),
                ("Testcase", "Frankie", F.DUE_SOON), ("Example", "Harper", F.COMPLIANT),
                ("Example", "Marlowe", F.COMPLIANT), ("Example", "Shiloh", F.COMPLIANT),
                ("Example", "Winslow", F.COMPLIANT), ("Template", "Ellis", F.NOT_APPROVED),
            ),
            fates={F.COMPLIANT: 14, F.WAITING: 1, F.NOMINATED: 1},
        ),
        InventedAgreement(
            "TFM", _2025_TFM, date(2025, 3, 18), leaving=(70, -4),
            named=(
                ("Testcase", "Robin", F.OVERDUE), ("Example", "Quinn", F.CONFLICT),
                ("Example", "Logan", F.COMPLIANT), ("Testcase", "Noel", F.VETTED),
                ("Testcase", "Umber", F.COMPLIANT),
            ),
            fates={F.COMPLIANT: 5},
        ),
    ),
)  # fmt: skip

_SANDHILL = InventedAgency(
    SANDHILL, "GA", "Sandhill County", "county", SOUTH,
    (
        InventedAgreement(
            "JEM", "JEM-2020", date(2021, 6, 21),
            named=(
                ("Example", "Jordan-Lee", F.WAITING), ("Testcase", "Ellis", F.COMPLIANT),
                ("Placeholder-Ullmann", "Sam", F.REFRESHER_WAITING),
            ),
            fates={
                F.COMPLIANT: 7, F.OVERDUE: 5, F.DUE_SOON: 2, F.WAITING: 1, F.INCOMPLETE: 1,
                F.COMPLETE: 1, F.DISQUALIFIED: 1, F.WITHDRAWN: 1, F.REVOKED: 1, F.CERTIFIED: 1,
                F.SUSPENDED: 1, F.REFRESHER_ENROLLED: 1, F.SEPARATED: 1,
            },
        ),
        InventedAgreement(
            "WSO", "WSO-2019", date(2022, 9, 12),
            named=(("Testcase", "Morgan", F.WAITING),),
            fates={F.COMPLIANT: 8, F.LEFT_CLASS: 1, F.VETTED: 1, F.NOT_APPROVED: 1, F.MISSING: 1},
        ),
    ),
)  # fmt: skip

# Six that show every state by themselves: the small demo of the tests.
FEW: tuple[InventedAgency, ...] = (
    _CYPRESS,
    _SANDHILL,
    InventedAgency(
        "Old Foundry County Sheriff's Office (example)", "NC", "Old Foundry County", "county",
        NORTH,
        # Signed in a gap between documented forms: no rule set, and no guess.
        (InventedAgreement("JEM", None, date(2016, 5, 16), fates={
            F.COMPLIANT: 4, F.ENROLLED: 1, F.SEPARATED: 1}),),
    ),
    InventedAgency(
        "Thistledown County Sheriff's Office (example)", "AL", "Thistledown County", "county", GULF,
        # An old form with authorizations of one year, its term extended by an addendum.
        (InventedAgreement("JEM", "MOA-2009-10", date(2011, 10, 17), extended=True, fates={
            F.COMPLIANT: 4, F.LAPSED: 2, F.DUE_SOON: 1}),),
    ),
    InventedAgency(
        "Harlan Ridge Police Department (example)", "TN", "Harlan Ridge County", "municipality",
        SOUTH,
        (InventedAgreement("TFM", "TFM-2025-02-12", date(2025, 2, 24), suspended=24, fates={
            F.COMPLIANT: 6, F.IN_TRAINING: 1, F.CERTIFIED: 1}),),
    ),
    InventedAgency(
        "Tern Island Marine Patrol (example)", "FL", "Tern Island County", "municipality", SOUTH,
        # Signed, and nobody nominated yet.
        (_tfm(40, 0),),
    ),
)  # fmt: skip

OTHERS: tuple[InventedAgency, ...] = (
    InventedAgency(
        BLUESTEM, "KS", "Bluestem County", "county", SOUTH,
        (InventedAgreement("JEM", "JEM-2020", date(2020, 8, 3), 30, "established"),),
    ),
    InventedAgency(
        "Juniper County Sheriff's Office (example)", "TX", "Juniper County", "county", GULF,
        (
            InventedAgreement("JEM", "JEM-2020", date(2020, 5, 11), 420, leaving=(60, 31)),
            InventedAgreement("WSO", "WSO-2019", date(2021, 2, 8), 560, leaving=(80, -12)),
            _tfm(date(2025, 3, 12), 520, leaving=(50, 40)),
        ),
    ),
    InventedAgency(
        "Lakemont Police Department (example)", "FL", "Lakemont County", "municipality", SOUTH,
        (_tfm(date(2025, 4, 2), 13, fates={F.COMPLIANT: 12, F.DUE_SOON: 1}, leaving=(40, 20)),),
    ),
    InventedAgency(
        "Meridian Plains Highway Patrol (example)", "OK", "", "state", WEST,
        (_tfm(date(2025, 3, 24), 60, leaving=(60, -9)),),
    ),
    InventedAgency(
        "Example State Department of Corrections (example)", "TN", "", "state", GULF,
        (_jem(date(2025, 3, 3), 48), _wso(date(2025, 3, 3), 10)),
    ),
    InventedAgency(
        "Marlow Bend County Sheriff's Office (example)", "NC", "Marlow Bend County", "county",
        NORTH,
        (InventedAgreement("WSO", "WSO-2019", date(2020, 1, 27), 22, "established"),),
    ),
    InventedAgency(
        "Pinebarren County Sheriff's Office (example)", "SC", "Pinebarren County", "county", SOUTH,
        (InventedAgreement("JEM", "JEM-2020", date(2021, 10, 4), 18, "established"),
         _tfm(date(2025, 5, 19), 9)),
    ),
    InventedAgency(
        "Saltgrass Parish Sheriff's Office (example)", "LA", "Saltgrass Parish", "county", GULF,
        (_wso(date(2025, 3, 31), 17, leaving=(45, 17)), _tfm(date(2025, 6, 2), 8)),
    ),
    InventedAgency(
        "Copperline County Sheriff's Office (example)", "AZ", "Copperline County", "county", WEST,
        (InventedAgreement("JEM", "JEM-2020", date(2020, 6, 15), 24, "established"),),
    ),
    InventedAgency(
        "Alder Fork County Sheriff's Office (example)", "ID", "Alder Fork County", "county", WEST,
        (_wso(date(2025, 4, 14), 7),),
    ),
    InventedAgency(
        "Windrow County Sheriff's Office (example)", "NE", "Windrow County", "county", WEST,
        (_jem(date(2025, 3, 17), 11),),
    ),
    InventedAgency(
        "Larkmoor Police Department (example)", "GA", "Larkmoor County", "municipality", SOUTH,
        (_tfm(date(2025, 3, 10), 12, leaving=(55, 45)),),
    ),
    InventedAgency(
        "Heronmarsh County Sheriff's Office (example)", "FL", "Heronmarsh County", "county", SOUTH,
        (InventedAgreement("WSO", "WSO-2019", date(2019, 9, 9), 19, "established",
                           leaving=(70, 12)),
         _tfm(date(2025, 3, 20), 14)),
    ),
    InventedAgency(
        "Oxbow Reach County Sheriff's Office (example)", "AR", "Oxbow Reach County", "county", GULF,
        (_jem(date(2025, 4, 21), 10),),
    ),
    InventedAgency(
        "Millrace County Sheriff's Office (example)", "VA", "Millrace County", "county", NORTH,
        (InventedAgreement("JEM", "JEM-2020", date(2022, 3, 7), 16, "established"),),
    ),
    InventedAgency(
        "Stonecrop County Sheriff's Office (example)", "PA", "Stonecrop County", "county", NORTH,
        (_wso(date(2025, 5, 5), 9),),
    ),
    InventedAgency(
        "Cottonwood Bend Police Department (example)", "TX", "Cottonwood Bend County",
        "municipality", GULF, (_tfm(date(2025, 7, 7), 15),),
    ),
    InventedAgency(
        "Kestrel Mesa County Sheriff's Office (example)", "CO", "Kestrel Mesa County", "county",
        WEST, (InventedAgreement("WSO", "WSO-2019", date(2023, 1, 16), 8, "established"),),
    ),
    InventedAgency(
        "Gray Heron County Sheriff's Office (example)", "MD", "Gray Heron County", "county", NORTH,
        (InventedAgreement("JEM", "JEM-2020", date(2020, 10, 19), 14, "established"),),
    ),
    InventedAgency(
        "Ashgrove Police Department (example)", "MO", "Ashgrove County", "municipality", GULF,
        (_tfm(date(2025, 8, 11), 6),),
    ),
    InventedAgency(
        "Fernhollow County Sheriff's Office (example)", "TN", "Fernhollow County", "county", GULF,
        (_wso(date(2025, 3, 6), 13),),
    ),
    InventedAgency(
        "Silverleaf County Sheriff's Office (example)", "NV", "Silverleaf County", "county", WEST,
        (InventedAgreement("JEM", "JEM-2020", date(2021, 4, 12), 12, "established"),),
    ),
    InventedAgency(
        "Tamarack Point County Sheriff's Office (example)", "WI", "Tamarack Point County", "county",
        NORTH, (_wso(date(2025, 6, 16), 6),),
    ),
    InventedAgency(
        "Brackwater Police Department (example)", "FL", "Brackwater County", "municipality", SOUTH,
        (_tfm(date(2025, 3, 28), 10, leaving=(60, 10)),),
    ),
    InventedAgency(
        "Buckeye Run County Sheriff's Office (example)", "OH", "Buckeye Run County", "county",
        NORTH, (_jem(date(2025, 5, 27), 9),),
    ),
    InventedAgency(
        "Foxglove County Sheriff's Office (example)", "KY", "Foxglove County", "county", NORTH,
        (_jem(date(2025, 2, 20), 8), _wso(date(2025, 2, 20), 5)),
    ),
    InventedAgency(
        "Mossy Gap County Sheriff's Office (example)", "WV", "Mossy Gap County", "county", NORTH,
        (_tfm(date(2025, 9, 8), 5),),
    ),
    InventedAgency(
        "Hollow Oak County Sheriff's Office (example)", "IN", "Hollow Oak County", "county", NORTH,
        (_wso(date(2025, 4, 7), 8),),
    ),
    InventedAgency(
        "Cinder Cone County Sheriff's Office (example)", "OR", "Cinder Cone County", "county", WEST,
        # The agreement ended; its officers' authority ended with it.
        (InventedAgreement("JEM", "JEM-2020", date(2020, 7, 20), ended=145, fates={
            F.COMPLIANT: 5, F.SEPARATED: 1}),),
    ),
    InventedAgency(
        "Seagrape County Sheriff's Office (example)", "FL", "Seagrape County", "county", SOUTH,
        (_wso(date(2025, 2, 26), 16), _tfm(date(2025, 3, 26), 20)),
    ),
    InventedAgency(
        "Mangrove Key Police Department (example)", "FL", "Mangrove Key County", "municipality",
        SOUTH, (_tfm(95, 9, "young"),),
    ),
    InventedAgency(
        "Whitetail Flats County Sheriff's Office (example)", "WY", "Whitetail Flats County",
        "county", WEST, (_wso(60, 4, "young"),),
    ),
    InventedAgency(
        "Spruce Landing Police Department (example)", "AK", "Spruce Landing Borough",
        "municipality", WEST, (_tfm(date(2025, 6, 23), 4),),
    ),
    InventedAgency(
        "Coral Reach Harbor Police (example)", "GU", "", "municipality", WEST,
        (_wso(date(2025, 10, 6), 3),),
    ),
)  # fmt: skip
