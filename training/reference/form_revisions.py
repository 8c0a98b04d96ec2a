"""The file of form revisions."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from training.reference.files import FORM_REVISIONS, Table, read


@dataclass(frozen=True)
class FormRevisionFile:
    """One form revision as the file has it. Half-open: `valid_to` is no longer covered."""

    code: str
    title: str
    models: list[str]
    valid_from: date
    valid_to: date
    source: str


def read_form_revisions(path: Path = FORM_REVISIONS) -> list[FormRevisionFile]:
    """Every form revision; two of one model never hold on the same day."""
    forms: list[FormRevisionFile] = []
    for table in read(path).tables("form"):
        form = _form(table)
        for other in forms:
            if other.code == form.code:
                raise table.refuse("code", f"{form.code} stands there twice")
            overlap = form.valid_from < other.valid_to and other.valid_from < form.valid_to
            if overlap and set(form.models) & set(other.models):
                raise table.refuse("from", f"{form.code} overlaps {other.code}")
        forms.append(form)
    return forms


def _form(table: Table) -> FormRevisionFile:
    table.only("code", "title", "models", "from", "until", "source")
    first, end = table.period()
    return FormRevisionFile(
        code=table.text("code"),
        title=table.text("title"),
        models=table.models(),
        valid_from=first,
        valid_to=end,
        source=table.text("source"),
    )
