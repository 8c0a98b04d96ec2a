"""Coverage, what it adds up to, and the two other things that decide: rules and flags."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.row_security import Rows, tenant
from agencies.geography import STATES
from agencies.models import Model
from agencies.models.rows import AgencyRow, DateRange, Period, Shown, period_is_forward
from training.kinds import EvidenceKind, Kind
from training.models.rows import (
    CLOSES,
    ParticipationRow,
    Recorded,
    Superseded,
    closed_after_recorded,
)
from training.models.rule_set import RuleSet
from training.querysets import CoverageQuerySet, StandingQuerySet
from training.rules import conflict_words
from training.states import Status


@pghistory.track()
class RuleAssignment(ParticipationRow, Period, Recorded, Superseded):
    """Which rule set judges a participation, from when. A re-evaluation adds another."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="assignments")

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("rule assignment")
        verbose_name_plural = _("rule assignments")
        ordering = ["valid_from", "id"]
        constraints = [
            period_is_forward("rule_assignment_forward"),
            closed_after_recorded("rule_assignment_closed_after_recorded"),
            ExclusionConstraint(
                name="rule_assignment_one_at_a_time",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.rule_set)


class Coverage(ParticipationRow, Period, Recorded, Superseded):
    """Requirement `kind` is met in [valid_from, valid_to) because of the evidence.

    Append-only by itself, so it is its own history: a row is closed and another one is added.
    """

    kind = models.PositiveSmallIntegerField(_("requirement"), choices=Kind.choices)
    evidence_kind = models.PositiveSmallIntegerField(_("evidence"), choices=EvidenceKind.choices)
    evidence_id = models.BigIntegerField()

    objects = CoverageQuerySet.as_manager()  # type: ignore[misc]

    rows: ClassVar[Rows] = tenant(CLOSES, CLOSES)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        ordering = ["kind", "valid_from", "id"]
        constraints = [
            period_is_forward("coverage_forward"),
            closed_after_recorded("coverage_closed_after_recorded"),
            models.CheckConstraint(condition=Q(kind__gte=0, kind__lte=12), name="coverage_kind"),
            ExclusionConstraint(
                name="coverage_authorization_no_overlap",
                expressions=[
                    ("participation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True, kind=Kind.AUTHORIZATION),
            ),
        ]
        indexes = [
            models.Index(
                fields=["participation", "kind", "valid_from"],
                include=["valid_to", "recorded_at", "superseded_at"],
                name="coverage_participation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.valid_from} to {self.valid_to}"


@pghistory.track()
class Flag(Shown, ParticipationRow, Recorded):
    """Records that contradict each other; open until a person disposes of it with a reason."""

    class Code(models.TextChoices):
        """What contradicts what."""

        AUTHORIZED_NEVER_CERTIFIED = "authorized_never_certified", _("Authorized, never certified")
        AUTHORIZED_BEFORE_CERTIFIED = (
            "authorized_before_certified",
            _("Authorized before certified"),
        )
        AUTHORIZED_BEFORE_AGREEMENT = (
            "authorized_before_agreement",
            _("Authorized before the agreement was signed"),
        )
        AUTHORIZED_TOO_LONG = "authorized_too_long", _("Authorized for longer than the form allows")
        FAILED_BUT_PASSED = "failed_but_passed", _("A failed exam with a pass recorded")
        FINISHED_BEFORE_START = "finished_before_start", _("Finished before the start")
        TWO_PLACES = "two_places", _("In two classes at once")
        EXAM_BEFORE_CLASS = "exam_before_class", _("An exam before its class")
        OWN_INSTRUCTOR = "own_instructor", _("Certified by the class's own instructor")
        UNLIKELY_LENGTH = "unlikely_length", _("A class of unlikely length")
        HOURS_DO_NOT_FIT = "hours_do_not_fit", _("Hours that do not fit the calendar")
        ATTENDANCE_WITHOUT_DAY = (
            "attendance_without_day",
            _("Attendance on a day without class"),
        )
        AUTHORITY_PAST_END = "authority_past_end", _("Authority used or given past its end")

    class Disposition(models.TextChoices):
        """What a person found when comparing the records."""

        EXPLAINED = "explained", _("Explained by a document")
        CORRECTED = "corrected", _("A record was corrected")
        NO_CONFLICT = "no_conflict", _("Not a conflict")

    code = models.CharField(_("conflict"), max_length=30, choices=Code.choices)
    facts = models.JSONField(
        _("facts"), default=dict, blank=True, help_text=_("The dates or figures that disagree.")
    )
    affected_from = models.DateField(
        _("affects compliance from"),
        null=True,
        blank=True,
        help_text=_("Empty for an oddity that contradicts nothing."),
    )
    disposed_at = models.DateTimeField(_("disposed"), null=True, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("disposed by"),
    )
    disposition = models.CharField(
        _("disposition"), max_length=20, choices=Disposition.choices, blank=True
    )
    disposition_evidence = models.CharField(
        _("document"),
        max_length=200,
        blank=True,
        help_text=_("The document: its number and date."),
    )

    rows: ClassVar[Rows] = tenant(
        "insert",
        "insert, update (disposed_at, disposed_by_id, disposition, disposition_evidence)",
    )

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True, disposition="")
                | (Q(disposed_at__gte=F("recorded_at")) & ~Q(disposition="")),
                name="flag_disposed_with_reason",
            ),
            models.UniqueConstraint(
                fields=["participation", "code", "facts"],
                condition=Q(disposed_at__isnull=True),
                name="flag_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def detail(self) -> str:
        """The dates or figures that disagree, in the reader's words."""
        return conflict_words.detail(self.code, self.facts)


class Standing(AgencyRow):
    """What coverage adds up to: disjoint periods of a participation. Derived, never edited.

    Written by the database alone (see training/sql/restand.sql), in the transaction that changed
    what it is made of. `grade` 0 is not applicable; 6 is compliant, and due soon from `soon_from`.
    `state` is the agency's: the nation is counted by it without a join.
    """

    class Grade(models.IntegerChoices):
        """Compliance as stored; due soon is grade 6 on and after `soon_from`."""

        NOT_APPLICABLE = 0, _("Not applicable")
        UNKNOWN_RULE = 1, _("No rule set")
        CONFLICT = 2, _("Records conflict")
        IN_PROGRESS = 3, _("In progress")
        MISSING = 4, _("Missing")
        OVERDUE = 5, _("Overdue")
        COMPLIANT = 6, _("Compliant")

    participation = models.ForeignKey(
        "training.Participation", on_delete=models.CASCADE, related_name="standings"
    )
    model = models.CharField(_("model"), max_length=3, choices=Model.choices)
    state = models.CharField(_("state"), max_length=2, choices=list(STATES.items()))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=14, choices=Status.choices)
    grade = models.PositiveSmallIntegerField(_("compliance"), choices=Grade.choices)
    soon_from = models.DateField(_("due soon from"), null=True)
    compliant_until = models.DateField(_("compliant until"), null=True)
    may_act = models.BooleanField(_("may act"))

    objects = StandingQuerySet.as_manager()

    rows: ClassVar[Rows] = tenant("", "")

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["participation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "valid_from"], name="standing_one_from_a_day"
            ),
            period_is_forward("standing_forward"),
            models.CheckConstraint(
                condition=Q(grade=6, soon_from__isnull=False)
                | (~Q(grade=6) & Q(soon_from__isnull=True)),
                name="standing_soon_when_compliant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "valid_to", "valid_from"],
                include=["grade", "soon_from", "status", "model", "may_act", "participation"],
                name="standing_day",
            ),
            models.Index(
                fields=["valid_to", "valid_from"],
                include=["agency", "state", "model", "grade", "soon_from", "may_act"],
                name="standing_nation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()}, {self.valid_from} to {self.valid_to}"
