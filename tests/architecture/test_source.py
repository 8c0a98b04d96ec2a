"""What the source itself must keep to, read from the files."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from agencies.rules.agreement_state import MAY_FOLLOW, STATE_AFTER
from agencies.states import ActKind as AgreementActKind
from agencies.states import AgreementState
from training.models.act import STATUS_AFTER, ActKind
from training.models.coverage import Standing
from training.querysets import compliance_of
from training.states import Compliance, Status

ROOT = Path(settings.BASE_DIR)
APPS = ("g287", "reports", "training", "agencies", "intake", "accounts")
LONGEST = 400

SOURCES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
RULES = [path for path in SOURCES if path.parent.name == "rules"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(module: ast.Module) -> set[str]:
    """Full names of the modules that are imported anywhere in a file."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(module: ast.Module) -> set[str]:
    """Calls as they are written: `date.today`, `Standing.objects.filter`."""
    return {ast.unparse(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}


def test_no_file_needs_scrolling_to_be_understood():
    long = {
        name(path): lines
        for path in SOURCES
        if path.parent.name != "migrations"
        and (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


CLOCKS = ("today", "now", "utcnow", "time", "localdate", "localtime", "monotonic")


@pytest.mark.parametrize("path", RULES, ids=name)
def test_rules_are_plain_python_without_a_clock_or_a_query(path):
    module = tree(path)
    django = {m for m in imported(module) if m.split(".")[0] in {"django", "psycopg", "pghistory"}}
    assert {m for m in django if not m.startswith("django.utils.translation")} == set()
    below = {m for m in imported(module) if re.match(r"\w+\.(models|querysets|selectors)\b", m)}
    assert below == set()
    assert {call for call in calls(module) if call.split(".")[-1] in CLOCKS} == set()
    assert {call for call in calls(module) if ".objects." in call} == set()


# The layers that are given the day, and those that may ask which it is.
GIVEN_THE_DAY = {"views", "selectors", "querysets", "services", "forms"}


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if GIVEN_THE_DAY & {*path.relative_to(ROOT).parts[1:], path.stem}],
    ids=name,
)
def test_the_day_is_given_and_never_read_from_a_clock(path):
    """A page asks `viewer.today` or `?on=`; the machine's own day is nobody's."""
    read = {call for call in calls(tree(path)) if call.split(".")[-1] in ("today", "localdate")}
    assert read == set()
    assert not re.search(r"current_date|\bnow\(\)::date", path.read_text(), re.IGNORECASE)


def test_history_is_never_ignored():
    ignoring = [
        name(p) for p in SOURCES if re.search(r"pg(trigger|history)\.ignore\(", p.read_text())
    ]
    assert ignoring == []


def test_streams_are_made_in_a_scope_of_their_own():
    """A streaming response is read after the request's transaction: unscoped, it is empty."""
    streaming = [p for p in SOURCES if "StreamingHttpResponse(" in p.read_text()]
    assert [name(p) for p in streaming if "acting_as" not in p.read_text()] == []


# Tables complete: what a new value of a list would leave undecided.

LEAVE_THE_STATUS = {
    ActKind.SUBMITTED,
    ActKind.RETURNED,
    ActKind.SIGNED_OFF,
    ActKind.SUSPENDED,
    ActKind.REINSTATED,
    ActKind.EVALUATED,
    ActKind.ATTESTED,
    ActKind.DISCIPLINE_PENDING,
    ActKind.RECHECKED,
    ActKind.REFRESHED,
    ActKind.CREDENTIAL_RETURNED,
    ActKind.REEVALUATED,
    ActKind.AGREEMENT_EXTENDED,
}
# Derived from periods, not from an act: see training/sql/standing.sql.
COMPUTED_STATUS = {Status.SUSPENDED, Status.LAPSED}


def test_every_act_either_leaves_a_status_or_is_known_to_leave_it_alone():
    assert set(ActKind) - STATUS_AFTER.keys() == LEAVE_THE_STATUS


def test_every_status_is_left_by_an_act_or_computed():
    assert set(STATUS_AFTER.values()) | COMPUTED_STATUS == set(Status)


def test_every_compliance_comes_of_a_grade():
    day = date(2025, 3, 10)
    grades = {compliance_of(grade, None, day) for grade in Standing.Grade.values}
    assert grades | {compliance_of(6, day, day)} == set(Compliance)


def test_every_act_on_an_agreement_leaves_a_state_or_is_known_not_to():
    alone = {AgreementActKind.ADDENDUM, AgreementActKind.NOTICE_OF_TERMINATION}
    assert set(STATE_AFTER) | alone == set(AgreementActKind)
    assert set(MAY_FOLLOW) == set(AgreementState)
    assert set().union(*MAY_FOLLOW.values()) == set(AgreementActKind)


OURS = [
    m
    for m in apps.get_models()
    if m._meta.app_label in APPS and not hasattr(m, "pgh_tracked_model")
]


def test_who_and_when_are_bound_to_each_other():
    """Where both may be empty, a constraint says when: nobody signs at no time."""
    unbound = []
    for model in OURS:
        fields = {field.name: field for field in model._meta.concrete_fields}
        for when in (f for f in fields if f.endswith("_at") and fields[f].null):
            who = f"{when.removesuffix('_at')}_by"
            bound = any(
                isinstance(c, models.CheckConstraint) and when in str(c.condition)
                for c in model._meta.constraints
            )
            if who in fields and fields[who].null and not bound:
                unbound.append(f"{model.__name__}: {when}, {who}")
    assert unbound == []


# Templates.

INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)|<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_inline_script_or_style(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_and_all_they_include_can_be_read(path):
    try:
        get_template(str(path.relative_to(ROOT / "templates")))
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{name(path)}: {missing}")
    for included in re.findall(
        r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", path.read_text()
    ):
        get_template(included)


def _strings(path: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_template_that_a_view_names_exists():
    named = {
        text
        for path in SOURCES
        for text in _strings(path)
        if re.fullmatch(r"[\w/-]+\.(html|txt)", text) and "/" in text
    }
    missing = []
    for template in sorted(named):
        try:
            get_template(template)
        except TemplateDoesNotExist:
            missing.append(template)
    assert missing == []


def test_every_icon_that_a_template_names_exists():
    sprite = ROOT / "static-vendor" / "uswds" / "img" / "sprite.svg"
    if not sprite.exists():
        pytest.skip("the web assets are not there: make setup fetches them")
    there = set(re.findall(r'id="([^"]+)"', sprite.read_text()))
    used = {
        (icon, name(path))
        for path in TEMPLATES
        for icon in re.findall(r"""{%\s*icon\s+["']([^"']+)["']""", path.read_text())
    }
    assert {pair for pair in used if pair[0] not in there} == set()
    assert used


def test_every_form_asks_for_days_by_the_field_that_bounds_them():
    unbounded = [
        name(path)
        for path in SOURCES
        if path != ROOT / "accounts" / "forms.py" and "forms.DateField" in calls(tree(path))
    ]
    assert unbounded == [], "accounts.forms.DayField refuses years out of which periods would run"


def test_every_refusal_can_be_said_in_another_language():
    """A reason's words are marked; what is only put together of marked words needs no mark."""
    unmarked = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            called = getattr(node, "func", None)
            if getattr(called, "id", "") not in ("Reason", "Refused") or not node.args:
                continue
            words = node.args[0]
            letters = (
                words.value
                if isinstance(words, ast.Constant)
                else "".join(p.value for p in words.values if isinstance(p, ast.Constant))
                if isinstance(words, ast.JoinedStr)
                else ""
            )
            if any(letter.isalpha() for letter in str(letters)):
                unmarked.append(f"{name(path)}: {letters}")
    assert unmarked == []
