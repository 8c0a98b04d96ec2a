"""Training records of classes that have ended and that nobody has sent to the supervisor.

Nothing else points at them: the officer keeps the status "in training", and nobody's queue holds
them. The agency may send what is complete; what is missing, the academy enters.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext, ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from training.models import Enrollment, Participation, TrainingClass
from training.selectors.sign_off import RecordShown, record_shown, records_shown


@dataclass
class EndedClass:
    """A class that has ended, with its records not yet sent: complete ones, and the others."""

    training_class: TrainingClass
    complete: list[Enrollment] = field(default_factory=list)
    unfinished: list[Enrollment] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How many of each: "2 complete records are not sent, 1 record lacks something"."""
        parts = []
        if n := len(self.complete):
            parts.append(
                ngettext(
                    "%(n)d complete record is not sent",
                    "%(n)d complete records are not sent",
                    n,
                )
                % {"n": n}
            )
        if n := len(self.unfinished):
            parts.append(
                ngettext("%(n)d record lacks something", "%(n)d records lack something", n)
                % {"n": n}
            )
        return ", ".join(parts)


def ended_classes(viewer: Viewer, agency: Agency | None = None) -> list[EndedClass]:
    """Classes with records that the viewer's agency could send, the longest ended first.

    Empty for those who send no records. A fixed number of queries.
    """
    if not viewer.may(Permission.SUBMIT_RECORDS):
        return []
    records = Enrollment.objects.visible_to(viewer, Permission.SUBMIT_RECORDS).filter(
        state=Enrollment.State.OPEN, ends_on__lte=viewer.today
    )
    if agency is not None:
        records = records.filter(participation__agency=agency)
    found = list(
        records.select_related("officer", "training_class__course_version__course").order_by(
            "ends_on", "training_class_id", "participation__name_key"
        )
    )
    classes: dict[int, EndedClass] = {}
    for shown in records_shown(found) if found else []:
        record = shown.enrollment
        ended = classes.setdefault(record.training_class_id, EndedClass(record.training_class))
        (ended.unfinished if shown.missing else ended.complete).append(record)
    return list(classes.values())


def unsent_record(participation: Participation, day: date) -> RecordShown | None:
    """The officer's record of a class that has ended by `day` and that is not sent."""
    record = (
        participation.enrollments.filter(state=Enrollment.State.OPEN, ends_on__lte=day)
        .select_related("officer", "training_class__course_version__course")
        .order_by("ends_on")
        .first()
    )
    return record_shown(record) if record else None


def lacking_in_words(record: RecordShown) -> str:
    """What keeps the record from being sent: "2 things are missing in the record of …"."""
    n = len(record.missing)
    words = ngettext("%(n)d thing is missing", "%(n)d things are missing", n) % {"n": n}
    return gettext("%(what)s in the record of class %(class)s") % {
        "what": words,
        "class": record.enrollment.training_class.class_id,
    }
