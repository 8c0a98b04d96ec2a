"""Administration pages about training and what follows from it."""

from training.admin import (
    aftermath,
    agency,
    authorization,
    course,
    coverage,
    duty,
    evidence,
    paper,
    participation,
    record,
    reevaluation,
    rule_set,
    training_class,
    transfer,
    waiver,
)

__all__ = [
    "aftermath",
    "agency",
    "authorization",
    "course",
    "coverage",
    "duty",
    "evidence",
    "paper",
    "participation",
    "record",
    "reevaluation",
    "rule_set",
    "training_class",
    "transfer",
    "waiver",
]
