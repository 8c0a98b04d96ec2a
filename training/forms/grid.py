"""The cells of the two grids: how one is named, and what may be typed into it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import DayField, Form

_WHOLE = _("Enter a whole number in digits.")


@dataclass(frozen=True)
class HoursCell:
    """The hours of one record on one day."""

    record: UUID
    day: date

    @property
    def name(self) -> str:
        """The input's name: also the key of the answer."""
        return f"hours_{self.record}_{self.day:%Y%m%d}"


@dataclass(frozen=True)
class ScoreCell:
    """The score of one record in one exam, first or remedial."""

    record: UUID
    module: UUID
    attempt: int

    @property
    def name(self) -> str:
        """The input's name: also the key of the answer."""
        return f"score_{self.record}_{self.module}_{self.attempt}"


class HoursForm(Form):
    """One cell of the attendance grid."""

    day = DayField()
    hours = forms.IntegerField(
        error_messages={"invalid": _WHOLE, "required": _("Enter 0 for an officer who was absent.")}
    )


class ScoreForm(Form):
    """One cell of the results grid."""

    module = forms.UUIDField()
    attempt = forms.IntegerField(initial=1)
    score = forms.IntegerField(
        error_messages={
            "invalid": _WHOLE,
            "required": _("A recorded score can be corrected, not taken out."),
        }
    )


def hours_cells(posted: Mapping[str, str]) -> Iterator[tuple[HoursCell, str]]:
    """The cells of a posted attendance grid with what was typed; other names are left aside."""
    for name, typed in posted.items():
        kind, _, rest = name.partition("_")
        record, _, day = rest.partition("_")
        if kind != "hours":
            continue
        try:
            yield HoursCell(UUID(record), date.fromisoformat(day)), typed.strip()
        except ValueError:
            continue


def score_cells(posted: Mapping[str, str]) -> Iterator[tuple[ScoreCell, str]]:
    """The cells of a posted results grid with what was typed; other names are left aside."""
    for name, typed in posted.items():
        kind, _, rest = name.partition("_")
        parts = rest.split("_")
        if kind != "score" or len(parts) != 3 or not parts[2].isdecimal():
            continue
        try:
            yield ScoreCell(UUID(parts[0]), UUID(parts[1]), int(parts[2])), typed.strip()
        except ValueError:
            continue


def was_shown(posted: Mapping[str, str], name: str, record: UUID, position: int) -> str | None:
    """What stood in a cell when the page was made; None where the page did not say.

    The script sends it with each cell, the plain form once a row ("8|8||6", by column).
    """
    if (own := posted.get(f"was_{name}")) is not None:
        return own
    row = posted.get(f"was_{record}")
    values = row.split("|") if row is not None else []
    return values[position] if position < len(values) else None


@dataclass(frozen=True)
class Answer:
    """What became of one cell: the value that stands now, or the reasons and what was typed.

    `now` is what another person recorded meanwhile; None where nobody did.
    """

    value: str
    reasons: tuple[str, ...] = ()
    now: str | None = None

    @property
    def is_saved(self) -> bool:
        """Whether the value stands in the record."""
        return not self.reasons
