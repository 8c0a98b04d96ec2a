"""Administration pages about training and what follows from it."""

from accounts.admin.viewed import register_the_rest
from training.admin import (
    agency,
    authorization,
    course,
    coverage,
    evidence,
    participation,
    record,
    rule_set,
    training_class,
)

register_the_rest("training")

__all__ = [
    "agency",
    "authorization",
    "course",
    "coverage",
    "evidence",
    "participation",
    "record",
    "rule_set",
    "training_class",
]
