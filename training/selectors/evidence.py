"""Evidence in one line: what a row of coverage rests on, with its date and where to read it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.models import SupervisorAssignment
from agencies.selectors.as_recorded import as_recorded
from training.kinds import EvidenceKind, Kind
from training.models import (
    Attestation,
    Authorization,
    BroughtTraining,
    Certification,
    CredentialReturn,
    Enrollment,
    Evaluation,
    PaperRecord,
    ParticipationAct,
    SignOff,
    Vetting,
    Waiver,
)
from training.models.rows import FromPaper

EvidenceKey = tuple[EvidenceKind, int]


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence. `record` is the training record behind it, where there is one.

    `is_repeat`: the clock of a recurring requirement runs from it, not from the first time.
    """

    kind: EvidenceKind
    label: str
    on: date
    record: UUID | None = None
    is_repeat: bool = False

    def __str__(self) -> str:
        return self.label


def in_words(label: str, fact: FromPaper) -> str:
    """What a fact is called, and that papers say it where nobody entered it here."""
    if fact.paper is None:
        return label
    return _("{fact}, imported: {document}").format(fact=label, document=fact.paper.document)


def letter_in_words(row: Authorization) -> str:
    """An authorization by its letter, whose number papers from before may not state."""
    return _("Letter {number}").format(number=row.letter) if row.letter else _("Authorization")


def evidence_of(
    keys: Iterable[EvidenceKey], known: datetime | None = None
) -> dict[EvidenceKey, EvidenceShown]:
    """The evidence of every key. One query for each kind of evidence among them.

    Records of evidence are never changed. A supervisor's name and title may be: at a moment they
    are those on record by it, with two queries more.
    Row policies hold: evidence that the viewer may not see is left out.
    """
    ids: dict[EvidenceKind, set[int]] = {}
    for kind, pk in keys:
        ids.setdefault(kind, set()).add(pk)
    found: dict[EvidenceKey, EvidenceShown] = {}
    readers = _READ | {EvidenceKind.SUPERVISOR_ASSIGNMENT: partial(_assignments, known=known)}
    for kind, wanted in ids.items():
        if read := readers.get(kind):
            found.update({(kind, pk): shown for pk, shown in read(wanted).items()})
    return found


def _acts(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        act.pk: EvidenceShown(
            EvidenceKind.ACT, in_words(act.get_kind_display(), act), act.effective_on
        )
        for act in ParticipationAct.objects.filter(pk__in=ids).select_related("paper")
    }


def _attestations(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.ATTESTATION, in_words(_("Attestation"), row), row.attested_on
        )
        for row in Attestation.objects.filter(pk__in=ids).select_related("paper")
    }


def _vettings(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.VETTING,
            in_words(_("Result: {result}").format(result=row.get_result_display().lower()), row),
            row.checked_on,
        )
        for row in Vetting.objects.filter(pk__in=ids).select_related("paper")
    }


def _sign_offs(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    rows = SignOff.objects.filter(pk__in=ids).select_related(
        "enrollment__training_class__course_version__course"
    )
    shown = {}
    for row in rows:
        training_class = row.enrollment.training_class
        course = training_class.course_version.course
        shown[row.pk] = EvidenceShown(
            EvidenceKind.SIGN_OFF,
            _("Record of class {class_id}").format(class_id=training_class.class_id),
            training_class.ends_on,
            row.enrollment.uuid,
            is_repeat=course.fulfills == Kind.REFRESHER,
        )
    return shown


def _certifications(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    rows = Certification.objects.filter(pk__in=ids).select_related("enrollment", "paper")
    return {
        row.pk: EvidenceShown(
            EvidenceKind.CERTIFICATION,
            in_words(_("Certificate {number}").format(number=row.certificate_number), row),
            row.certified_on,
            row.enrollment.uuid if row.enrollment else None,
        )
        for row in rows
    }


def _authorizations(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.AUTHORIZATION,
            in_words(letter_in_words(row), row),
            row.valid_from,
        )
        for row in Authorization.objects.filter(pk__in=ids).select_related("paper")
    }


def _assignments(ids: Iterable[int], known: datetime | None) -> Mapping[int, EvidenceShown]:
    rows = list(SupervisorAssignment.objects.filter(pk__in=ids).select_related("user"))
    as_recorded([*rows, *(row.user for row in rows)], known)
    return {
        row.pk: EvidenceShown(
            EvidenceKind.SUPERVISOR_ASSIGNMENT,
            f"{row.user}, {row.position_title}",
            row.valid_from,
        )
        for row in rows
    }


def _evaluations(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.EVALUATION,
            _("Evaluation: {outcome}").format(outcome=row.get_outcome_display().lower()),
            row.evaluated_on,
            is_repeat=True,
        )
        for row in Evaluation.objects.filter(pk__in=ids)
    }


def _waivers(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.WAIVER,
            _("Waiver: {reason}, {document}").format(
                reason=row.get_reason_display().lower(), document=row.evidence
            ),
            row.valid_from,
        )
        for row in Waiver.objects.filter(pk__in=ids)
    }


def _brought(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.BROUGHT_TRAINING,
            _("Certificate {number}, {agency}").format(
                number=row.certificate_number, agency=row.from_agency_name
            )
            + (_(", imported") if row.is_imported else ""),
            row.certified_on,
            is_repeat=row.refreshed_on is not None,
        )
        for row in BroughtTraining.objects.filter(pk__in=ids)
    }


def _papers(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    """The row of a file; its day is that of the class, else that on which it was taken over."""
    rows = PaperRecord.objects.filter(pk__in=ids).select_related("course")
    records = {row.paper_id: row for row in Enrollment.objects.filter(paper__in=ids)}
    shown = {}
    for row in rows:
        record = records.get(row.pk)
        shown[row.pk] = EvidenceShown(
            EvidenceKind.PAPER,
            _("Imported: {document}").format(document=row.document),
            record.ends_on if record else row.recorded_at.date(),
            record.uuid if record else None,
            is_repeat=row.course.fulfills == Kind.REFRESHER,
        )
    return shown


def _returns(ids: Iterable[int]) -> Mapping[int, EvidenceShown]:
    return {
        row.pk: EvidenceShown(
            EvidenceKind.CREDENTIAL_RETURN, _("Recorded return"), row.returned_on or row.opened_on
        )
        for row in CredentialReturn.objects.filter(pk__in=ids)
    }


_READ: dict[EvidenceKind, Callable[[Iterable[int]], Mapping[int, EvidenceShown]]] = {
    EvidenceKind.ACT: _acts,
    EvidenceKind.ATTESTATION: _attestations,
    EvidenceKind.VETTING: _vettings,
    EvidenceKind.SIGN_OFF: _sign_offs,
    EvidenceKind.CERTIFICATION: _certifications,
    EvidenceKind.AUTHORIZATION: _authorizations,
    EvidenceKind.EVALUATION: _evaluations,
    EvidenceKind.WAIVER: _waivers,
    EvidenceKind.BROUGHT_TRAINING: _brought,
    EvidenceKind.CREDENTIAL_RETURN: _returns,
    EvidenceKind.PAPER: _papers,
}
