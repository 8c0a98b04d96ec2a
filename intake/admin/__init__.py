"""Administration pages about files that were brought in."""

from intake.admin import imported

__all__ = ["imported"]
