"""What was brought in by files."""

from intake.models.imported import Import as Import
