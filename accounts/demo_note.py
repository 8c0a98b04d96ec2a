"""How a file says, in the demo, that the officers or agencies in it are invented."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

NOTE = "note"
SYNTHETIC = "synthetic"


def noted(row: Mapping[str, Any], note: str = SYNTHETIC) -> dict[str, Any]:
    """A row with the note; without it where there is no demo."""
    return {**row, NOTE: note} if settings.DEMO else dict(row)


def noted_cells(cells: Sequence[Any], note: str = SYNTHETIC) -> list[Any]:
    """The cells of a row with the note in the last one; without it where there is no demo."""
    return [*cells, note] if settings.DEMO else list(cells)
