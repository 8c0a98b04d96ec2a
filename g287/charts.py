"""What charts are made of: plain numbers in, percentages and words out. Drawing is the template's.

Rows may be dicts or objects; `read` takes a field of either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.translation import gettext

from g287.templatetags.dates import NO_END, short_date
from training.states import Compliance

# Tiles of the map: USPS code to (row, column).
TILES: dict[str, tuple[int, int]] = {
    code: (row, column)
    for row, line in enumerate(
        (
            "AK .. .. .. .. .. .. .. .. .. ME",
            ".. .. .. .. .. .. .. .. .. VT NH",
            "WA ID MT ND MN IL WI MI NY RI MA",
            "OR NV WY SD IA IN OH PA NJ CT ..",
            "CA UT CO NE MO KY WV VA MD DE ..",
            "GU AZ NM KS AR TN NC SC DC .. ..",
            "MP .. .. OK LA MS AL GA .. .. VI",
            "HI .. .. TX .. .. .. .. FL .. PR",
        ),
        start=1,
    )
    for column, code in enumerate(line.split(), start=1)
    if code != ".."
}
CLASSES = ((60, "under 60%"), (70, "60 to 69%"), (80, "70 to 79%"), (90, "80 to 89%"))


@dataclass
class Table:
    """The same numbers as rows, for who cannot or will not read a picture."""

    head: list[str]
    rows: list[list[Any]]


@dataclass
class Segment:
    """A piece of a bar, in percent of its width."""

    state: str
    x: float
    width: float
    label: str = ""

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 2)

    @property
    def has_room(self) -> bool:
        """Whether a few words fit inside."""
        return self.width >= 14


def read(row: Any, name: str, default: Any = None) -> Any:
    """A field of a dict or an attribute of an object."""
    return row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)


def percent(part: float, whole: float) -> float:
    """A share in percent with two digits; nothing of nothing is nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


# --- Stacked bar of states ---------------------------------------------------------------------


@dataclass
class StatePart:
    """One state of a stacked bar, with its count, share and link."""

    state: str
    label: str
    count: int
    width: float
    url: str = ""


def state_parts(
    counts: Mapping[str, int], urls: Mapping[str, str] | None = None
) -> list[StatePart]:
    """The states that occur, in the order of every page."""
    total = sum(counts.get(state, 0) for state in Compliance.values)
    return [
        StatePart(state, str(label), n, percent(n, total), (urls or {}).get(state, ""))
        for state, label in Compliance.choices
        if (n := counts.get(state, 0))
    ]


def sentence(parts: Iterable[StatePart]) -> str:
    """The bar in words: "38 compliant, 3 due soon"."""
    return ", ".join(f"{intcomma(p.count)} {p.label.lower()}" for p in parts) or gettext("none")


# --- Twelve months -----------------------------------------------------------------------------


@dataclass
class Column:
    """One month (or all that is overdue) of the falling-due chart."""

    label: str
    year: str
    count: int
    share: float
    kind: str
    url: str = ""

    @property
    def top(self) -> float:
        """Where the bar begins, from above."""
        return round(100 - self.share, 2)


def due_columns(months: Iterable[Any], overdue: int, overdue_url: str) -> list[Column]:
    """Overdue first, then the months; a year is named where it begins."""
    rows = list(months)
    most = max([overdue, *(read(row, "count") for row in rows), 1])
    columns = [
        Column(gettext("Overdue"), "", overdue, percent(overdue, most), "overdue", overdue_url)
    ]
    year = None
    for row in rows:
        month: date = read(row, "month")
        columns.append(
            Column(
                formats.date_format(month, "M"),
                str(month.year) if month.year != year else "",
                read(row, "count"),
                percent(read(row, "count"), most),
                "soon" if read(row, "soon") else "later",
                read(row, "url", "") or "",
            )
        )
        year = month.year
    return columns


# --- Coverage of requirements over a year ------------------------------------------------------


@dataclass
class Track:
    """A year from the first of a month, and where its days lie in percent."""

    start: date
    months: int = 12
    end: date = field(init=False)

    def __post_init__(self) -> None:
        self.end = add_months(self.start, self.months)

    def at(self, day: date) -> float:
        """Where a day lies, held inside the track."""
        inside = min(max(day, self.start), self.end)
        return percent((inside - self.start).days, (self.end - self.start).days)

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """The first of each month, with the year where it begins."""
        days = [add_months(self.start, n) for n in range(self.months)]
        return month_ticks(days, [self.at(day) for day in days])


def add_months(day: date, months: int) -> date:
    """The first of the month that many months from `day`'s."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_ticks(months: Sequence[date], places: Sequence[float]) -> list[dict[str, Any]]:
    """Months along an axis, with the year where it begins.

    On a phone every `second` month is left out, and a first year that is `crowded` by January.
    """
    return [
        {
            "x": x,
            "label": formats.date_format(month, "M"),
            "year": month.year if n == 0 or month.month == 1 else "",
            "second": n % 2 == 1,
            "crowded": n == 0 and month.month in (10, 11, 12),
        }
        for n, (month, x) in enumerate(zip(months, places, strict=True))
    ]


# --- Trend -------------------------------------------------------------------------------------

PLOT_HEIGHT = 160
PLOT_TOP = 12
LABEL_GAP = 17


@dataclass
class Line:
    """One series: its runs of points in a 1200 by 160 box and where its label stands."""

    label: str
    value: str
    runs: list[str]
    x: float
    y: float
    label_y: float
    main: bool
    dash: str


def trend_lines(series: Sequence[Any], low: float, high: float) -> list[Line]:
    """The lines, with their end labels pushed apart where they would touch."""
    dashes = ["", "6 4", "2 3", "10 3 2 3"]
    lines, part = [], 0
    for one in series:
        values = read(one, "values")
        last = len(values) - 1
        runs = [
            list(run)
            for known, run in groupby(enumerate(values), key=lambda at: at[1] is not None)
            if known
        ]
        if not runs:
            continue
        main = bool(read(one, "main"))
        end, value = runs[-1][-1]
        y = round(_height(value, low, high) + PLOT_TOP, 1)
        lines.append(
            Line(
                read(one, "label"),
                f"{value:.1f}%",
                [_polyline(run, last, low, high) for run in runs],
                percent(end, max(last, 1)),
                y,
                y,
                main,
                "" if main else dashes[part % len(dashes)],
            )
        )
        part += not main
    lines.sort(key=lambda line: line.y)
    for above, below in pairwise(lines):
        below.label_y = round(max(below.label_y, above.label_y + LABEL_GAP), 1)
    return lines


def _polyline(run: Sequence[tuple[int, float]], last: int, low: float, high: float) -> str:
    return " ".join(f"{1200 * n / max(last, 1):.1f},{_height(v, low, high):.1f}" for n, v in run)


def _height(value: float, low: float, high: float) -> float:
    return PLOT_HEIGHT * (1 - (value - low) / (high - low))


def note_height(series: Sequence[Any], index: int, low: float, high: float) -> float:
    """Where an annotation's words stand: just above the headline line at that month."""
    main = next((one for one in series if read(one, "main")), series[0])
    return round(_height(read(main, "values")[index] or low, low, high) + PLOT_TOP - 18, 1)


def trend_scale(low: float, high: float) -> list[dict[str, Any]]:
    """Four or five round lines across the plot."""
    step = max(10, round((high - low) / 4 / 10) * 10)
    return [
        {"value": value, "y": round(_height(value, low, high) + PLOT_TOP, 1)}
        for value in range(int(low), int(high) + 1, step)
    ]


# --- Map, funnel -------------------------------------------------------------------------------


@dataclass
class Tile:
    """One state of the map."""

    code: str
    row: int
    column: int
    value: float | None
    level: int
    url: str = ""


def tiles(values: Mapping[str, Any]) -> list[Tile]:
    """Every state, with the class its value falls in; 0 is for states without a value."""
    result = []
    for code, (row, column) in TILES.items():
        given = values.get(code)
        is_plain = given is None or isinstance(given, int | float)
        value = given if is_plain else read(given, "value")
        level = 0 if value is None else 1 + sum(value >= bound for bound, _ in CLASSES)
        url = "" if is_plain else read(given, "url", "") or ""
        result.append(Tile(code, row, column, value, level, url))
    return result


def funnel_steps(steps: Sequence[Any]) -> list[dict[str, Any]]:
    """The steps with their share of the first, and the median days to the next."""
    first = read(steps[0], "count") if steps else 0
    longest = max((read(step, "days") or 0 for step in steps), default=0)
    return [
        {
            "label": read(step, "label"),
            "count": read(step, "count"),
            "share": percent(read(step, "count"), first),
            "days": read(step, "days"),
            "longest": bool(longest) and read(step, "days") == longest,
            "last": n == len(steps) - 1,
        }
        for n, step in enumerate(steps)
    ]


def until(end: date | None) -> str:
    """What stands inside a bar: until when, or that there is no end."""
    if end is None or end >= NO_END:
        return gettext("no end")
    return gettext("until %s") % short_date(end)


def a_year_around(today: date) -> date:
    """Where a coverage chart begins: the first of the month, five months back."""
    return add_months(today, -5)
