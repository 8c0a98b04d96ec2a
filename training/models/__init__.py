"""Training and what follows from it."""

from training.models.act import ParticipationAct
from training.models.authorization import Authorization, Certification, Suspension
from training.models.course import Course, CourseVersion, Module
from training.models.coverage import Coverage, Flag, RuleAssignment, Standing
from training.models.enrollment import Attendance, Enrollment, ExamAttempt
from training.models.evidence import Attestation, Evaluation, Vetting
from training.models.participation import Participation
from training.models.rule_set import Requirement, RuleSet
from training.models.sign_off import SignOff
from training.models.training_class import ClassDay, TrainingClass

__all__ = [
    "Attendance",
    "Attestation",
    "Authorization",
    "Certification",
    "ClassDay",
    "Course",
    "CourseVersion",
    "Coverage",
    "Enrollment",
    "Evaluation",
    "ExamAttempt",
    "Flag",
    "Module",
    "Participation",
    "ParticipationAct",
    "Requirement",
    "RuleAssignment",
    "RuleSet",
    "SignOff",
    "Standing",
    "Suspension",
    "TrainingClass",
    "Vetting",
]
