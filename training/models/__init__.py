"""Training and what follows from it."""

from training.models.act import ParticipationAct
from training.models.aftermath import CredentialReturn, Notice
from training.models.authorization import Authorization, Certification, Suspension
from training.models.course import Course, CourseVersion, Module
from training.models.coverage import Coverage, Flag, RuleAssignment, Standing
from training.models.duty import DutyDone
from training.models.enrollment import Attendance, Enrollment, ExamAttempt
from training.models.evidence import Attestation, Evaluation, Vetting
from training.models.paper import PaperRecord
from training.models.participation import Participation
from training.models.reevaluation import Reevaluation
from training.models.rule_set import Requirement, RuleSet
from training.models.sign_off import SignOff
from training.models.training_class import ClassDay, ClassInstructor, TrainingClass
from training.models.transfer import BroughtTraining
from training.models.waiver import Waiver

__all__ = [
    "Attendance",
    "Attestation",
    "Authorization",
    "BroughtTraining",
    "Certification",
    "ClassDay",
    "ClassInstructor",
    "Course",
    "CourseVersion",
    "Coverage",
    "CredentialReturn",
    "DutyDone",
    "Enrollment",
    "Evaluation",
    "ExamAttempt",
    "Flag",
    "Module",
    "Notice",
    "PaperRecord",
    "Participation",
    "ParticipationAct",
    "Reevaluation",
    "Requirement",
    "RuleAssignment",
    "RuleSet",
    "SignOff",
    "Standing",
    "Suspension",
    "TrainingClass",
    "Vetting",
    "Waiver",
]
