"""Imports as a viewer may see them."""

from typing import Self

from accounts.querysets import VisibleQuerySet


class ImportQuerySet(VisibleQuerySet):
    """Imports, newest first; an agency sees its own, the nation all."""

    def light(self) -> Self:
        """Without the file and what was found in it, which a list does not show."""
        return self.defer("content", "findings", "refusals")
