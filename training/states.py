"""The words of the domain for what is computed and what is signed: one place for pages and files.

Two kinds of fact that never mix: `Status` is a human act with a document; `Compliance` and
`RequirementState` are computed for a day. Every list here runs in the order in which pages,
charts and exports show it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Compliance(models.TextChoices):
    """What all requirements of one participation add up to on a day."""

    COMPLIANT = "compliant", _("Compliant")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    MISSING = "missing", _("Missing")
    CONFLICT = "conflict", _("Records conflict")
    IN_PROGRESS = "in_progress", _("In progress")
    UNKNOWN_RULE = "unknown_rule", _("No rule set")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class RequirementState(models.TextChoices):
    """What one requirement of one participation comes to on a day."""

    MET = "met", _("Met")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    MISSING = "missing", _("Missing")
    CONFLICT = "conflict", _("Records conflict")
    IN_PROGRESS = "in_progress", _("In progress")
    WAIVED = "waived", _("Waived")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Status(models.TextChoices):
    """How far a participation has come by signed acts."""

    NOMINATED = "nominated", _("Nominated")
    VETTED = "vetted", _("Vetted")
    ENROLLED = "enrolled", _("Enrolled")
    IN_TRAINING = "in_training", _("In training")
    CERTIFIED = "certified", _("Certified")
    AUTHORIZED = "authorized", _("Authorized")
    SUSPENDED = "suspended", _("Suspended")
    LAPSED = "lapsed", _("Authorization lapsed")
    REVOKED = "revoked", _("Authorization revoked")
    DISQUALIFIED = "disqualified", _("Disqualified")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SEPARATED = "separated", _("Separated")
    NOT_APPROVED = "not_approved", _("Not approved")
