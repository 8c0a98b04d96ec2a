"""Two names that may be one agency's: the question, and what a person answered."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows
from agencies.geography import STATES
from agencies.models.agency import Agency
from agencies.models.rows import Shown
from agencies.querysets import AgencyMatchQuerySet


@pghistory.track()
class AgencyMatch(Shown):
    """An agency's name in a list beside the known agency that it may be. Answered once.

    With an `ori` the question is whether the agency of that ORI is the known one.
    """

    class Answer(models.TextChoices):
        """What a person said."""

        SAME = "same", _("The same agency")
        NEW = "new", _("Another agency")

    state = models.CharField(_("state"), max_length=2, choices=list(STATES.items()))
    name = models.CharField(_("name in the list"), max_length=200)
    name_key = models.CharField(max_length=200, db_collation="C", editable=False)
    county = models.CharField(_("county"), max_length=120, blank=True)
    ori = models.CharField(_("ORI"), max_length=9, blank=True)
    known = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("known agency")
    )
    score = models.PositiveSmallIntegerField(
        _("nearness"), help_text=_("Of 100; 100 is the same but for spelling.")
    )
    list_name = models.CharField(_("list"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    answer = models.CharField(_("answer"), max_length=4, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = AgencyMatchQuerySet.as_manager()

    # Names in a list belong to no agency yet: only those who read the whole nation see them.
    rows: ClassVar[Rows] = Rows(
        "false", "", "insert, update (answer, answered_at, answered_by_id, known_id), delete"
    )

    class Meta:
        verbose_name = _("agency match")
        verbose_name_plural = _("agency matches")
        ordering = ["state", "name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "name_key", "ori", "known"], name="agency_match_asked_once"
            ),
            models.UniqueConstraint(
                fields=["state", "name_key", "ori"],
                condition=Q(answer="same"),
                name="agency_match_is_one_agency",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="agency_match_answered_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"
