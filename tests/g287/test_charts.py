"""Charts hold the numbers they were given, in the drawing and in words."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.template import Context, Template

from g287 import charts, coverage_chart, samples

TODAY = date(2026, 11, 24)


def draw(tag: str, **context) -> str:
    return Template("{% load charts %}" + tag).render(Context(context))


def test_a_state_bar_is_as_wide_as_its_counts_and_says_them():
    html = draw("{% state_bar counts %}", counts={"overdue": 1, "compliant": 3})
    assert 'aria-label="3 compliant, 1 overdue"' in html
    assert re.findall(r'state-bar__part--\w+"\s+width="([\d.]+)%"', html) == ["75.0", "25.0"]


def test_a_state_bar_of_nobody_says_none():
    assert 'aria-label="none"' in draw("{% state_bar counts %}", counts={})


def test_a_legend_links_each_word():
    html = draw(
        "{% state_bar counts legend=True urls=urls %}",
        counts={"missing": 2},
        urls={"missing": "/officers/?compliance=missing"},
    )
    assert '<a href="/officers/?compliance=missing">Missing</a>' in html


def test_falling_due_sets_overdue_apart_and_names_every_month():
    months = samples.context()["due"]
    html = draw("{% falling_due months overdue=3 %}", months=months)
    assert html.index("Overdue") < html.index("Dec")
    assert "December 2026" in html
    assert html.count('class="falling-due__column ') == 13


def test_coverage_is_cut_at_today_and_open_ends_reach_the_edge():
    track = charts.Track(charts.a_year_around(TODAY))
    row = coverage_chart.row_drawn(
        {"label": "Authorization", "periods": [{"start": date(2024, 12, 2), "end": None}]},
        track,
        TODAY,
    )
    past, ahead = row["segments"]
    assert (past.state, ahead.state) == ("past", "ahead")
    assert past.x == 0
    assert past.end == ahead.x == track.at(TODAY)
    assert ahead.end == 100


def test_periods_outside_the_year_are_not_drawn():
    track = charts.Track(date(2026, 6, 1))
    old = {"label": "Old", "periods": [{"start": date(2020, 1, 1), "end": date(2026, 6, 1)}]}
    assert coverage_chart.row_drawn(old, track, TODAY)["segments"] == []


def test_coverage_says_when_something_is_not_met():
    html = draw("{% coverage_bars rows today %}", rows=samples.context()["coverage"], today=TODAY)
    assert "cover--not-met" in html
    assert "Refresher, not met, 16 days" in html
    assert "As a table" in html


def test_advice_is_drawn_apart_and_named_in_the_key():
    html = draw("{% coverage_bars rows today %}", rows=samples.context()["coverage"], today=TODAY)
    assert "cover--advice-open" in html
    assert "IT awareness, advice" in html
    assert "Advice that is followed" in html
    assert "Waived" not in html[: html.index("coverage__plot")]


def test_labels_at_the_ends_of_lines_never_touch():
    same = [{"label": str(n), "values": [50.0, 60.0]} for n in range(4)]
    heights = [line.label_y for line in charts.trend_lines(same, 0, 100)]
    assert all(b - a >= charts.LABEL_GAP - 0.1 for a, b in pairwise(heights))


def test_a_month_without_a_figure_leaves_a_gap_and_no_zero():
    html = draw(
        "{% trend_line series months %}",
        series=[{"label": "JEM", "values": [40.0, 45.0, None, 50.0], "main": True}],
        months=[date(2026, month, 1) for month in (8, 9, 10, 11)],
    )
    assert html.count("<polyline") == 2
    assert "<td>–</td>" in html


@pytest.mark.parametrize(("value", "level"), [(None, 0), (0, 1), (59.9, 1), (60, 2), (90, 5)])
def test_a_tile_falls_in_one_of_five_classes(value, level):
    tile = next(tile for tile in charts.tiles({"FL": value}) if tile.code == "FL")
    assert tile.level == level


def test_the_map_has_every_state_once():
    assert len(charts.TILES) == len(set(charts.TILES.values())) == 55


def test_the_longest_step_of_the_funnel_is_marked():
    html = draw("{% funnel steps %}", steps=samples.context()["steps"])
    assert "61 days, longest" in html
    assert html.count("funnel__days--longest") == 1


def test_no_chart_uses_what_the_content_security_policy_forbids():
    from django.template.loader import render_to_string

    html = render_to_string("g287/style.html", samples.context())
    assert not re.search(r"\sstyle=|<script>|<style|\son\w+=", html)


def test_charts_write_thousands_with_a_separator():
    counts = {"compliant": 1442}
    html = draw("{% state_bar counts legend=True %}", counts=counts)
    assert "1,442 compliant" in html
    assert ">1,442</strong>" in html
    steps = [{"label": "Nominated", "count": 1442, "days": 1}]
    html = draw("{% funnel steps %}", steps=steps)
    assert html.count("1,442") == 3
