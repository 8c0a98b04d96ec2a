"""What people know of anything about an officer: the name, or the badge."""

from agencies.admin.officer import HELP as HELP

ABOUT_OFFICER = (
    "participation__officer__name_key__begins",
    "participation__appointment__badge_number",
)
