"""Officers who could sit in a class: vetted for a course that leads in, trained for a refresher."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models.rows import name_key
from training.kinds import Kind
from training.models import Enrollment, Participation, TrainingClass
from training.states import Status

PAGE = 50
_TRAINED = (Status.CERTIFIED, Status.AUTHORIZED, Status.SUSPENDED, Status.LAPSED)


@dataclass(frozen=True)
class CandidatePage:
    """One page of candidates by name; `after` is the key of the next one, empty on the last."""

    candidates: list[Participation]
    after: str


def candidates(viewer: Viewer, training_class: TrainingClass) -> QuerySet[Participation]:
    """Whom the viewer may enroll in the class, by status today and model; the service decides."""
    version = training_class.course_version
    is_refresher = version.course.fulfills == Kind.REFRESHER
    sits_in_it = Enrollment.objects.filter(
        participation=OuterRef("pk"), training_class=training_class
    ).exclude(state=Enrollment.State.LEFT)
    return (
        Participation.objects.visible_to(viewer, Permission.ENROLL)
        .filter(
            ~Exists(sits_in_it),
            model__in=version.for_models,
            standings__valid_from__lte=viewer.today,
            standings__valid_to__gt=viewer.today,
            standings__status__in=_TRAINED if is_refresher else (Status.VETTED,),
        )
        .select_related("officer", "agency", "appointment")
        .order_by("name_key", "pk")
    )


def candidate_page(
    viewer: Viewer, training_class: TrainingClass, *, search: str = "", after: str = ""
) -> CandidatePage:
    """One page of candidates, found by the beginning of the officer's or the agency's name."""
    rows = candidates(viewer, training_class)
    if search.strip():
        key = name_key(search)
        rows = rows.filter(Q(name_key__begins=key) | Q(agency__name_key__begins=key))
    name, _, pk = after.rpartition("~")
    if pk.isdecimal():
        rows = rows.filter(Q(name_key__gt=name) | Q(name_key=name, pk__gt=int(pk)))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return CandidatePage(found, f"{found[-1].name_key}~{found[-1].pk}" if more else "")
