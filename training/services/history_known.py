"""What the records know of everything that a training history names: some twenty queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, AgreementAct, Appointment
from agencies.names import name_key
from agencies.rules.agreement_state import first_day_not
from agencies.states import ActKind, AgreementState
from training.kinds import Kind
from training.models import (
    Attestation,
    Authorization,
    Certification,
    CourseVersion,
    Coverage,
    Enrollment,
    ExamAttempt,
    PaperRecord,
    Participation,
    RuleAssignment,
    RuleSet,
    TrainingClass,
    Vetting,
)
from training.rules.parameters import Parameters
from training.rules.periods import Period
from training.services.history_line import HistoryLine

PaperKey = tuple[str, str]
_NOT_ENDED = frozenset(AgreementState) - {AgreementState.ENDED}


class Parties:
    """Agencies, agreements, officers, classes and courses that the lines may mean."""

    def __init__(self, viewer: Viewer, lines: Iterable[HistoryLine]) -> None:
        lines = list(lines)
        agencies = Agency.objects.visible_to(viewer, Permission.IMPORT_HISTORY).filter(
            Q(ori__in={line.ori for line in lines} - {""})
            | Q(name_key__in={name_key(line.agency) for line in lines} - {""})
        )
        self.by_ori: dict[str, Agency] = {}
        self.by_name: dict[tuple[str, str], Agency] = {}
        for agency in agencies:
            self.by_name[agency.state, agency.name_key] = agency
            if agency.ori:
                self.by_ori[agency.ori] = agency
        found = {agency.pk for agency in self.by_name.values()}
        self.agreements: dict[tuple[int, str], list[Agreement]] = defaultdict(list)
        for agreement in Agreement.objects.filter(agency__in=found).order_by("signed_on", "pk"):
            self.agreements[agreement.agency_id, agreement.model].append(agreement)
        self.serving: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
        self.namesakes: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
        for row in (
            Appointment.objects.filter(agency__in=found)
            .select_related("officer")
            .order_by("-valid_from", "pk")
        ):
            self.serving[row.agency_id, row.badge_number].append(row)
            self.namesakes[row.agency_id, row.officer.name_key].append(row)
        self.versions: dict[str, list[CourseVersion]] = defaultdict(list)
        for version in CourseVersion.objects.select_related("course").prefetch_related("modules"):
            self.versions[version.course.code].append(version)
        self.classes: dict[str, TrainingClass] = (
            TrainingClass.objects.filter(class_id__in={line.class_id for line in lines} - {""})
            .select_related("course_version__course")
            .prefetch_related("course_version__modules", "days")
            .in_bulk(field_name="class_id")
        )

    def version_on(self, course: str, day: date) -> CourseVersion | None:
        """The version of a course in which classes began on a day."""
        taught = [v for v in self.versions[course] if v.valid_from <= day < v.valid_to]
        return max(taught, key=lambda version: version.valid_from, default=None)


@dataclass
class OnRecord:
    """One participation as the records know it before the import."""

    participation: Participation
    span: Coverage | None = None
    rules: list[RuleAssignment] = field(default_factory=list)
    papers: dict[PaperKey, PaperRecord] = field(default_factory=dict)
    enrollments: dict[str, Enrollment] = field(default_factory=dict)
    scores: dict[tuple[int, str, int], int] = field(default_factory=dict)
    certifications: list[Certification] = field(default_factory=list)
    authorizations: list[Authorization] = field(default_factory=list)
    attested: set[tuple[int, date]] = field(default_factory=set)
    vetted: set[date] = field(default_factory=set)
    covered: set[tuple[int, date]] = field(default_factory=set)


def on_record(viewer: Viewer, officers: Collection[int]) -> dict[tuple[int, int], list[OnRecord]]:
    """The participations of these officers, by officer and agreement. Eleven queries."""
    rows = {
        row.pk: OnRecord(row)
        for row in Participation.objects.visible_to(viewer, Permission.IMPORT_HISTORY)
        .filter(officer__in=officers)
        .order_by("pk")
    }
    of_them: dict[str, Any] = {"participation__in": list(rows)}
    for coverage in Coverage.objects.filter(**of_them).order_by("valid_from", "pk"):
        row = rows[coverage.participation_id]
        row.covered.add((coverage.kind, coverage.valid_from))
        if coverage.kind == Kind.PARTICIPATION and coverage.superseded_at is None:
            row.span = coverage
    for rule in RuleAssignment.objects.filter(**of_them, superseded_at=None).order_by("valid_from"):
        rows[rule.participation_id].rules.append(rule)
    for paper in PaperRecord.objects.filter(**of_them).select_related("course").order_by("pk"):
        rows[paper.participation_id].papers[paper.course.code, paper.class_id] = paper
    enrollments = Enrollment.objects.filter(**of_them).select_related("training_class")
    for enrollment in enrollments.order_by("pk"):
        row = rows[enrollment.participation_id]
        row.enrollments[enrollment.training_class.class_id] = enrollment
    for owner, enrollment_id, exam, attempt, score in ExamAttempt.objects.filter(
        enrollment__participation__in=list(rows)
    ).values_list(
        "enrollment__participation", "enrollment", "module__exam_code", "attempt", "score"
    ):
        rows[owner].scores[enrollment_id, exam, attempt] = score
    for certification in Certification.objects.filter(**of_them).select_related("paper__course"):
        rows[certification.participation_id].certifications.append(certification)
    for authorization in Authorization.objects.filter(**of_them).select_related("paper__course"):
        rows[authorization.participation_id].authorizations.append(authorization)
    for owner, kind, day in Attestation.objects.filter(**of_them).values_list(
        "participation", "kind", "attested_on"
    ):
        rows[owner].attested.add((kind, day))
    for owner, day in Vetting.objects.filter(**of_them).values_list("participation", "checked_on"):
        rows[owner].vetted.add(day)
    found: dict[tuple[int, int], list[OnRecord]] = defaultdict(list)
    for row in rows.values():
        found[row.participation.officer_id, row.participation.agreement_id].append(row)
    return found


def key_of(fact: Certification | Authorization) -> PaperKey | None:
    """The course and class of the paper behind a fact."""
    paper = fact.paper
    return (paper.course.code, paper.class_id) if paper is not None else None


class AgreementTerms(NamedTuple):
    """An agreement as papers meet it: when signed, its acts in order, its own end."""

    signed_on: date
    acts: Sequence[tuple[date, ActKind]]
    expires_on: date

    def in_force(self, first: date) -> Period | None:
        """The first stretch from `first` on in which it is in force; None where there is none."""
        begins = first_day_not({AgreementState.NOT_YET}, self.acts, self.expires_on, first)
        ends = first_day_not({AgreementState.IN_FORCE}, self.acts, self.expires_on, begins)
        return Period(begins, ends) if begins < ends else None

    def runs_until(self, first: date) -> date:
        """The first day from `first` on which it has ended: a suspension does not end it."""
        return first_day_not(_NOT_ENDED, self.acts, self.expires_on, first)


class Rules:
    """The rule sets of agreements, with what they ask by kind."""

    def __init__(self, agreements: Collection[Agreement]) -> None:
        forms = {a.form_revision_id for a in agreements} - {None}
        self._of: dict[tuple[int, str], list[RuleSet]] = defaultdict(list)
        rows = RuleSet.objects.filter(published_at__isnull=False, form_revision__in=forms)
        self._asked: dict[int, dict[int, Parameters]] = {}
        for rule_set in rows.order_by("valid_from", "version"):
            self._of[rule_set.form_revision_id, rule_set.model].append(rule_set)
        for rule_set in RuleSet.objects.filter(published_at__isnull=False).prefetch_related(
            "requirements"
        ):
            self._asked[rule_set.pk] = {r.kind: r.parameters for r in rule_set.requirements.all()}
        self.acts: dict[int, list[tuple[date, ActKind]]] = defaultdict(list)
        for agreement, day, kind in (
            AgreementAct.objects.filter(agreement__in=[a.pk for a in agreements])
            .order_by("effective_on", "id")
            .values_list("agreement", "effective_on", "kind")
        ):
            self.acts[agreement].append((day, ActKind(kind)))

    def terms(self, agreement: Agreement) -> AgreementTerms:
        """The agreement as rules know it."""
        return AgreementTerms(agreement.signed_on, self.acts[agreement.pk], agreement.expires_on)

    def judging(self, agreement: Agreement, first: date) -> RuleSet | None:
        """The rule set that judges history from `first` on: what the form said that day, or when
        it was signed; None for a form that has none."""
        if agreement.form_revision_id is None:
            return None
        known = self._of[agreement.form_revision_id, agreement.model]
        day = max(first, agreement.signed_on)
        return next(
            (r for r in reversed(known) if r.valid_from <= day), known[0] if known else None
        )

    def asked(self, rule_set_id: int | None, kind: Kind) -> Parameters | None:
        """What a rule set asks of one kind; None where it does not ask."""
        return self._asked.get(rule_set_id, {}).get(kind) if rule_set_id is not None else None
