"""Officers who could sit in a class: vetted for a course that leads in, trained for a refresher."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.keyset import Keyset, Page
from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models.rows import name_key
from training.kinds import Kind
from training.models import Enrollment, Participation, TrainingClass
from training.states import Status

PAGE = 50
BY_NAME = Keyset("name_key", "pk")
_TRAINED = (Status.CERTIFIED, Status.AUTHORIZED, Status.SUSPENDED, Status.LAPSED)


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
        .order_by(*BY_NAME.order)
    )


def candidate_page(
    viewer: Viewer, training_class: TrainingClass, *, search: str = "", after: str = ""
) -> Page:
    """One page of candidates, found by the beginning of the officer's or the agency's name."""
    rows = candidates(viewer, training_class)
    if search.strip():
        key = name_key(search)
        rows = rows.filter(Q(name_key__begins=key) | Q(agency__name_key__begins=key))
    return BY_NAME.page(rows, after, PAGE)
