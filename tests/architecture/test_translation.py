"""Every word that people read is ready for translation; only data is not."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import ROLES
from agencies.geography import STATES
from tests.architecture.test_source import APPS, ROOT, name
from tests.architecture.urls import opened_by, scene
from tests.support import pseudo
from training.rules.notice import CLOCKS

# Names that no language translates, and sizes of files.
NAMES = {
    "JEM",
    "WSO",
    "TFM",
    "CSV",
    "JSON",
    "XLSX",
    "SHA",
    "ORI",
    "UUID",
    *STATES,
    *STATES.values(),
}
# Shows what pages are made of, in invented data.
LEFT_OUT = {"style"}
OURS = [model for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")]
OURS = [model for model in OURS if model._meta.app_label in APPS]
WORD = re.compile(r"[^\W\d_]{2,}")


def data() -> re.Pattern[str]:
    """Finds every text of the database, and what the forms say."""
    rows = [
        row
        for model in OURS
        if (names := [f.name for f in model._meta.concrete_fields if holds_text(f)])
        for row in model.objects.values_list(*names)
    ]
    clauses = [(clock.clause, clock.section, clock.source) for clock in CLOCKS]
    texts = {text.strip() for row in [*rows, *clauses] for value in row for text in texts_in(value)}
    # The title of a form beside the name of its model.
    titles = {title.partition(", ")[2] for title in texts}
    longest_first = sorted((NAMES | texts | titles) - {""}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def holds_text(field: models.Field) -> bool:
    kinds = models.CharField | models.TextField | models.JSONField | ArrayField
    return isinstance(field, kinds) and not field.choices


def texts_in(value: object) -> Iterator[str]:
    """The texts of a column; those of a list or an object one by one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def words_in(texts: list[str], known: re.Pattern[str]) -> set[str]:
    """The texts of which words are left when data is taken away."""
    return {text for text in texts if WORD.search(known.sub(" ", text))}


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_no_page_says_a_word_that_no_translator_would_have_seen(arranged, role):
    stage = scene()
    with pseudo.spoken():
        pages = {name: pseudo.untranslated(page) for name, page in opened_by(role, stage)}
    known = data()
    found = {name: words_in(texts, known) for name, texts in pages.items() if name not in LEFT_OUT}
    assert len(found) > 20
    assert {name: words for name, words in found.items() if words} == {}


def test_a_word_that_is_not_marked_is_seen():
    with pseudo.spoken():
        page = f"""<h1>{_("Home of")} <b>JEM</b></h1><p title="Unmarked">{_("A")}</p>
            <p>{ngettext("one <b>%(n)s</b>", "many <b>%(n)s</b>", 2) % {"n": "x"}}, left out</p>"""
        assert pseudo.untranslated(page) == ["Unmarked", "JEM", ", left out"]


TAGS = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktranslate\b.*?endblocktranslate\s*%}"
    r"|{% block main_class %}.*?{% endblock main_class %}|{%.*?%}|{{.*?}}"
    r"|<(script|style|svg|code|kbd)\b.*?</\1>",
    re.DOTALL,
)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in (".html", ".txt") and path.stem not in LEFT_OUT
    ],
    ids=name,
)
def test_a_template_says_nothing_outside_of_marks(path):
    """Of pages that only an act shows, and of messages, too."""
    words = pseudo.untranslated(TAGS.sub(" ", path.read_text()))
    assert [text for text in words if set(WORD.findall(text)) - NAMES] == []
