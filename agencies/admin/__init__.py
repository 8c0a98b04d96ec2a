"""Administration pages about the parties."""

from accounts.admin.viewed import register_the_rest
from agencies.admin import agency, agreement, membership, officer

register_the_rest("agencies")

__all__ = ["agency", "agreement", "membership", "officer"]
