"""The benchmarks still run: small, on a copy of the migrated test database."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support.database import _template, _template_exists

FIGURES = {
    "Agency dashboard, today",
    "Agency dashboard, a year ago",
    "Agency dashboard, in 90 days",
    "Agency dashboard, its SQL",
    "Compliance for a future day",
    "National by state and model",
    "National by state and model, a year ago",
    "National counts by compliance",
    "As-of list of an agency, known now",
    "As-of list of an agency, as known",
    "Every requirement of an agency",
    "FBI's list of 120, imported",
    "ICE's list of 120, checked",
    "ICE's list of 120, imported",
    "ICE's list of 120, in seconds",
    "Officer list of an agency",
    "Officer list of an agency, next page",
    "Officer list of the nation",
    "Officer list of the nation, next page",
    "Re-evaluating 990, preview",
    "Re-evaluating 990, the act",
    "Re-evaluating 990, memory grown, MB",
    "Roster import of 60, by COPY",
    "Roster import of 60, by rows",
    "Roster import of 600",
    "Roster of 600 as XLSX, memory grown, MB",
    "Roster insert, 1,000 officers",
    "Sign-off with certificate, coverage, standing",
    "Sign-off",
    "Suspending an agreement of 93",
}


@pytest.mark.long
@pytest.mark.django_db
def test_a_quick_run_measures_everything_and_leaves_nothing(tmp_path):
    written = tmp_path / "figures.json"
    options = ["--quick", f"--json={written}"]
    if not os.environ.get("DATABASE_URL") and _template_exists():
        options.append(f"--template={_template()}")
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "g287.settings"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(written.read_text())
    assert {figure["name"] for figure in found["figures"]} == FIGURES
    assert {figure["officers"] for figure in found["figures"]} == {60, 120, 600, 900, 1000}
    assert all(figure["ratio"] > 0 for figure in found["figures"])
    assert found["postgresql"]["server_version"]
