"""The day that no period reaches."""

from datetime import date

# "No end". A real date, so that it sorts and compares; Python's dates know no infinity.
FOREVER = date.max
