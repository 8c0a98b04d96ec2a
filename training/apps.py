"""Courses, classes, sign-off, certification, authorization, rules and coverage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Training and what follows from it."""

    name = "training"
    verbose_name = _("Training")
