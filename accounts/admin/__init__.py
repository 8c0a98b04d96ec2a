"""The staff view of the data: what every page of it has in common, and the users."""

from accounts.admin import user

__all__ = ["user"]
