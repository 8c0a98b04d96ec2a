"""Charts as inline SVG, drawn on the server with attributes alone (the CSP allows no styles).

Every tag takes plain data: dicts, or objects with the same names. Every chart says its numbers in
words too: in a legend, in its own text, or under "As a table".
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext

from g287 import charts, coverage_chart

register = template.Library()


@register.inclusion_tag("charts/state_bar.html")
def state_bar(
    counts: Mapping[str, int],
    size: str = "large",
    legend: bool = False,
    urls: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Show how many are in each state of compliance.

    `counts`: state to number, as in {"compliant": 38, "overdue": 3}. `size`: large (24 px), medium
    (14) or small (12). `legend` lists words and counts below; with `urls` (state to address) the
    words are links. Without a legend the counts must stand beside the bar.
    """
    parts = charts.state_parts(counts, urls)
    return {"parts": parts, "size": size, "legend": legend, "words": charts.sentence(parts)}


@register.inclusion_tag("charts/state_key.html")
def state_key(*states: str) -> dict[str, Any]:
    """Name the fills once above repeated bars: `{% state_key "compliant" "overdue" %}`."""
    shown = states or ("compliant", "due_soon", "overdue", "missing", "conflict")
    return {"parts": charts.state_parts(dict.fromkeys(shown, 1))}


@register.inclusion_tag("charts/falling_due.html")
def falling_due(months: Sequence[Any], overdue: int = 0, overdue_url: str = "") -> dict[str, Any]:
    """Show how many fall due in each coming month, with what is overdue set apart.

    `months`: rows of `month` (a date in it), `count`, optionally `url` and `soon` (drawn in gold).
    """
    columns = charts.due_columns(months, overdue, overdue_url)
    table = charts.Table(
        [gettext("Month"), gettext("Officers")],
        [
            [gettext("Overdue"), overdue],
            *(
                [formats.date_format(charts.read(row, "month"), "F Y"), charts.read(row, "count")]
                for row in months
            ),
        ],
    )
    return {"columns": columns, "table": table}


@register.inclusion_tag("charts/coverage.html")
def coverage_bars(
    rows: Sequence[Any], today: date, start: date | None = None, title: str = ""
) -> dict[str, Any]:
    """Show a year of coverage, one row a requirement, with today as a line.

    `rows`: `label`, `periods` and optionally `note` (written after the last bar) and `advisory`
    (hatched: it binds nobody). A period has
    `start`, `end` (None: no end), `met` (default True; False is hatched), `waived` (outlined) and
    `label` (inside the bar, where it has room). `start`: the first month shown, by default five
    months back.
    """
    track = charts.Track(start or charts.a_year_around(today))
    drawn = [coverage_chart.row_drawn(row, track, today) for row in rows]
    words = "; ".join(coverage_chart.in_words(row) for row in drawn)
    return {
        "words": f"{title or gettext('Coverage over twelve months')}: {words}",
        "ticks": track.ticks,
        "today": today,
        "today_x": track.at(today),
        "rows": drawn,
        "key": coverage_chart.key_of(drawn),
        "table": coverage_chart.as_table(rows),
    }


@register.inclusion_tag("charts/trend.html")
def trend_line(
    series: Sequence[Any],
    months: Sequence[date],
    low: int = 0,
    high: int = 100,
    annotation: Any = None,
    title: str = "",
) -> dict[str, Any]:
    """Show shares in percent over months, labeled at the lines' ends.

    `series`: `label`, `values` (one a month, None where unknown) and `main` for the headline.
    `annotation`: `index` of a month and `text`.
    """
    last = max(len(months) - 1, 1)
    ticks = charts.month_ticks(months, [charts.percent(n, last) for n in range(len(months))])
    note = None
    if annotation:
        index = charts.read(annotation, "index")
        height = charts.note_height(series, index, low, high)
        note = {
            "x": charts.percent(index, last),
            "y": height,
            "end": round(height + 14, 1),
            "text": charts.read(annotation, "text"),
        }
    table = charts.Table(
        [gettext("Month"), *(charts.read(one, "label") for one in series)],
        [
            [
                formats.date_format(month, "M Y"),
                *(_share(charts.read(one, "values")[n]) for one in series),
            ]
            for n, month in enumerate(months)
        ],
    )
    lines = charts.trend_lines(series, low, high)
    words = ", ".join(f"{line.label} {line.value}" for line in lines)
    return {
        "words": f"{title or gettext('Trend')}: {words}",
        "lines": lines,
        "scale": charts.trend_scale(low, high),
        "ticks": ticks,
        "note": note,
        "table": table,
    }


@register.inclusion_tag("charts/tile_map.html")
def tile_map(values: Mapping[str, Any], absent: str = "") -> dict[str, Any]:
    """Show a percentage for each state as a map of equal tiles.

    `values`: USPS code to a number, or to `value` and `url`. `absent` says what states that are
    left out lack, "no agreement" by default.
    """
    tiles = charts.tiles(values)
    table = charts.Table(
        [gettext("State"), gettext("Percent")],
        [
            [tile.code, f"{tile.value:.0f}%"]
            for tile in sorted(tiles, key=lambda tile: tile.code)
            if tile.value is not None
        ],
    )
    names = [*(name for _, name in charts.CLASSES), gettext("90% and over")]
    key = [(level, name) for level, name in enumerate(names, start=1)]
    return {"tiles": tiles, "key": [*key, (0, absent or gettext("no agreement"))], "table": table}


@register.inclusion_tag("charts/funnel.html")
def funnel(steps: Sequence[Any]) -> dict[str, Any]:
    """Show how many reached each step, and the median days on the way to the next.

    `steps`: `label`, `count`, and `days` to the next step (None where unknown or last).
    """
    table = charts.Table(
        [gettext("Step"), gettext("Officers"), gettext("Median days to the next")],
        [[charts.read(step, name) for name in ("label", "count", "days")] for step in steps],
    )
    return {"steps": charts.funnel_steps(steps), "table": table}


def _share(value: float | None) -> str:
    return "\N{EN DASH}" if value is None else f"{value:.1f}%"
