"""Names, titles, badges and terms as the records had them at a moment, read from the history."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from agencies.models import (
    Agency,
    Agreement,
    AgreementAct,
    Appointment,
    FormRevision,
    Officer,
    SupervisorAssignment,
)

# What answers show of each, and somebody may change later.
SHOWN: dict[type[Any], tuple[str, ...]] = {
    Agency: ("name", "state", "county", "field_office_id"),
    Officer: ("last_name", "first_name"),
    Appointment: ("badge_number", "rank"),
    Agreement: (
        *("form_revision_id", "form_inferred"),
        *("signed_on", "expires_on", "moa_url", "addendum_url"),
    ),
    FormRevision: ("title",),
    SupervisorAssignment: ("position_title",),
    User: ("name", "email"),
}

Named = Agency | Officer | Appointment | Agreement | FormRevision | SupervisorAssignment | User


def as_recorded(rows: Iterable[Named | None], known: datetime | None) -> None:
    """Set what answers show of these rows to what was on record at a moment; None is now.

    One query for each kind of row. What was not on record yet stays as it is: no answer of that
    moment shows it.
    """
    if known is None:
        return
    by_kind: dict[type[Any], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row is not None:
            by_kind[type(row)][row.pk].append(row)
    for model, found in by_kind.items():
        for event in _last_events(model, known, pgh_obj__in=found):
            for row in found[event.pgh_obj_id]:
                for name in SHOWN[model]:
                    setattr(row, name, getattr(event, name))


def agreements_as_recorded(
    agreements: QuerySet[Agreement], known: datetime | None
) -> QuerySet[Agreement]:
    """Adds `form_then`, `inferred_then` and `expires_then`, to narrow by; None is now."""
    columns = {
        "form_then": "form_revision_id",
        "inferred_then": "form_inferred",
        "expires_then": "expires_on",
    }
    if known is None:
        return agreements.annotate(**{name: F(column) for name, column in columns.items()})
    event = Agreement.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=OuterRef("pk"), pgh_created_at__lte=known
    ).order_by("-pgh_id")
    return agreements.annotate(
        form_then=Subquery(event.values("form_revision_id")[:1]),
        inferred_then=Coalesce(Subquery(event.values("form_inferred")[:1]), F("form_inferred")),
        expires_then=Coalesce(Subquery(event.values("expires_on")[:1]), F("expires_on")),
    )


def agency_state(known: datetime | None) -> Any:
    """The state of a row's `agency` as on record at a moment, to group by; None is now."""
    return _state_then(known, "agency_id", "agency__state")


def agencies_in_state(state: str, known: datetime | None) -> QuerySet[Agency]:
    """The agencies that were on record in a state (its USPS code) at a moment; None is now."""
    return Agency.objects.alias(state_then=_state_then(known, "pk", "state")).filter(
        state_then=state
    )


def agencies_recorded_by(known: datetime) -> Q:
    """The agencies that were on record at a moment, themselves or by an act on an agreement."""
    events = Agency.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_created_at__lte=known
    )
    acts = AgreementAct.objects.filter(recorded_at__lte=known)
    return Q(pk__in=events.values("pgh_obj_id")) | Q(pk__in=acts.values("agency"))


def _state_then(known: datetime | None, key: str, now: str) -> Any:
    if known is None:
        return F(now)
    event = Agency.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=OuterRef(key), pgh_created_at__lte=known
    ).order_by("-pgh_id")
    return Coalesce(Subquery(event.values("state")[:1]), F(now))


def _last_events(model: type[Any], known: datetime, **of: Any) -> QuerySet[Any]:
    events = model.pgh_event_model.objects.filter(pgh_created_at__lte=known, **of)
    return events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
