"""Requirement kinds: a closed list, numbered once. The database's standing function knows them."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Kind(IntegerChoices):
    """What a rule set can demand of a participation or of the agency. 0 is its own span."""

    PARTICIPATION = 0, _("Participation")
    CITIZENSHIP = 1, _("Citizenship")
    EXPERIENCE = 2, _("Law enforcement experience")
    BACKGROUND_CHECK = 3, _("Background check")
    NO_PENDING_DISCIPLINE = 4, _("No pending discipline")
    INITIAL_COURSE = 5, _("Initial course")
    CERTIFICATION = 6, _("Certification")
    AUTHORIZATION = 7, _("Authorization")
    SUPERVISOR = 8, _("Designated supervisor")
    REFRESHER = 9, _("Refresher")
    ANNUAL_TRAINING = 10, _("Annual training")
    EVALUATION = 11, _("Supervisor's evaluation")
    CREDENTIAL_RETURN = 12, _("Credential returned")
    # Duties of the agency: judged on the agreement, never on its officers.
    REVIEW_MEETING = 21, _("Review meeting")
    AGREEMENT_REVIEW = 22, _("Review of the agreement")
    INTERPRETER_LIST = 23, _("List of interpreters")
    POSTERS = 24, _("Complaint posters")


DUTIES = (Kind.REVIEW_MEETING, Kind.AGREEMENT_REVIEW, Kind.INTERPRETER_LIST, Kind.POSTERS)


class EvidenceKind(IntegerChoices):
    """What a coverage row rests on; `evidence_id` is that row's id."""

    ACT = 1, _("Act")
    ATTESTATION = 2, _("Attestation")
    VETTING = 3, _("Vetting")
    SIGN_OFF = 4, _("Sign-off")
    CERTIFICATION = 5, _("Certification")
    AUTHORIZATION = 6, _("Authorization")
    SUPERVISOR_ASSIGNMENT = 7, _("Supervisor assignment")
    EVALUATION = 8, _("Evaluation")
    WAIVER = 9, _("Waiver")
    BROUGHT_TRAINING = 10, _("Training brought along")
    CREDENTIAL_RETURN = 11, _("Credential return")
    PAPER = 12, _("Imported record")
