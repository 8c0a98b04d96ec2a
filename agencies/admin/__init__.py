"""Administration pages about the parties."""

from agencies.admin import agency, agency_match, agreement, membership, officer

__all__ = ["agency", "agency_match", "agreement", "membership", "officer"]
