"""One file that was brought in: what it held, what it would do, and what became of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.row_security import AGENCIES, Rows
from intake.querysets import ImportQuerySet

# What happens to an import may be written; who brought it, never again. The file is only ever
# taken out, while it was never imported (sql/guards.sql).
_HAPPENS = (
    "update (state, phase, rows_read, blank, created, updated, unchanged, refused, absent,"
    " findings, refusals, digest, strict, planned_at, committed_at, history, undone_at,"
    " undone_by_id, content)"
)


class Import(models.Model):
    """A file, its check against the records, and its commit. It is its own history.

    The file itself is kept here, not on a disk: it is seen by whoever may see the import, goes
    back with the transaction, and is in every backup.
    """

    class State(models.TextChoices):
        """Where an import stands; `fate` says it for one that a dead process left behind."""

        READING = "reading", _("Being checked")
        PLANNED = "planned", _("Checked, not imported")
        REFUSED = "refused", _("Refused")
        COMMITTING = "committing", _("Being imported")
        COMMITTED = "committed", _("Imported")
        FAILED = "failed", _("Did not happen")
        UNDONE = "undone", _("Taken back")
        FORGOTTEN = "forgotten", _("Never imported, file deleted")

    class Phase(models.TextChoices):
        """What the process that works on the file does at the moment."""

        WAITING = "", _("Waiting for its turn")
        READ = "read", _("Reading the rows")
        COMPARE = "compare", _("Comparing with the records")
        WRITE = "write", _("Writing")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("agency"),
        help_text=_("Whose records the file holds; none for the nation's lists."),
    )
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("brought by"),
    )
    uploaded_at = models.DateTimeField(_("brought"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.READING
    )
    phase = models.CharField(max_length=8, choices=Phase.choices, default="", blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    blank = models.PositiveIntegerField(_("blank rows"), default=0)
    created = models.PositiveIntegerField(_("added"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("the same"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    absent = models.PositiveIntegerField(_("not in the file"), default=0)
    findings = models.JSONField(default=dict)
    refusals = models.BinaryField(
        default=bytes, help_text=_("Every refusal, packed; the findings hold what pages show.")
    )
    digest = models.CharField(max_length=64, blank=True)
    strict = models.BooleanField(default=False)
    planned_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(_("imported"), null=True)
    history = models.UUIDField(null=True, help_text=_("The context of its rows in the history."))
    undone_at = models.DateTimeField(_("taken back"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    rows: ClassVar[Rows] = Rows(
        f"agency_id = any({AGENCIES})", f"insert, {_HAPPENS}", f"insert, {_HAPPENS}"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["agency", "-id"], name="import_of_agency"),
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(state__in=["reading", "planned", "refused", "failed"]),
                name="import_not_imported",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["committed", "undone"])
                | models.Q(committed_at__isnull=False, history__isnull=False),
                name="import_committed_with_history",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False),
                name="import_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def rows_found(self) -> int:
        """Data rows that are not blank."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is known already."""
        return not (self.created or self.updated)

    @property
    def is_under_way(self) -> bool:
        """Whether a process works on it, or ought to."""
        return self.state in (self.State.READING, self.State.COMMITTING)
