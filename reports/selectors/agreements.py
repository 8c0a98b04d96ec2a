"""Agreements as lists and pages show them: with the state on a day, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.keyset import Keyset, Page
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, AgreementAct, FormRevision
from agencies.models.rows import name_key
from agencies.rules.agreement_state import STATE_AFTER
from agencies.selectors.as_recorded import (
    agencies_in_state,
    agreements_as_recorded,
    as_recorded,
)
from agencies.states import ActKind, AgreementState

BY_SIGNING = Keyset("-signed_on", "uuid")


@dataclass(frozen=True)
class AgreementFilters:
    """What the register is narrowed to, and the day for which states are given."""

    on: date
    known: datetime | None = None
    q: str = ""
    state: str = ""
    model: str = ""
    in_force: str = ""
    form: str = ""
    agency: Agency | None = None


def agreements(viewer: Viewer, day: date, known: datetime | None = None) -> QuerySet[Agreement]:
    """Visible agreements with `last_act` and `in_force_since` on `day`; form and agency joined.

    As known now, or at a moment.
    """
    acts = AgreementAct.objects.filter(agreement=OuterRef("pk"))
    if known is not None:
        acts = acts.filter(recorded_at__lte=known)
    began = (
        acts.filter(kind=ActKind.IN_FORCE, effective_on__lte=day)
        .order_by("-effective_on", "-id")
        .values("effective_on")[:1]
    )
    found = Agreement.objects.visible_to(viewer)
    return (
        agreements_as_recorded(found.with_state_on(day, known), known)
        .annotate(in_force_since=Subquery(began))
        .select_related("agency__field_office", "form_revision")
    )


def on_the_books(viewer: Viewer, day: date, known: datetime | None = None) -> QuerySet[Agreement]:
    """The same; as known at a moment, only those with an act on record by it."""
    found = agreements(viewer, day, known)
    if known is None:
        return found
    acts = AgreementAct.objects.filter(agreement=OuterRef("pk"), recorded_at__lte=known)
    return found.filter(Exists(acts))


def is_on_record(agreement: Agreement, known: datetime | None) -> bool:
    """Whether anything of it was written down by a moment: its row, or an act. Two queries."""
    if known is None:
        return True
    events = Agreement.pgh_event_model.objects  # type: ignore[attr-defined]
    return bool(
        events.filter(pgh_obj=agreement.pk, pgh_created_at__lte=known).exists()
        or agreement.acts.filter(recorded_at__lte=known).exists()
    )


def in_force_on(viewer: Viewer, day: date, known: datetime | None) -> QuerySet[Agreement]:
    """Visible agreements in force on `day`, as known now or at a moment."""
    kinds = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.IN_FORCE]
    found = Agreement.objects.visible_to(viewer).with_state_on(day, known)
    stands = Q(last_act__in=kinds, expires_then__gt=day)
    return agreements_as_recorded(found, known).filter(stands)


def state_of(agreement: Any, day: date) -> AgreementState:
    """The state on `day` of an agreement that `agreements()` read for that day."""
    if agreement.expires_on <= day:
        return AgreementState.ENDED
    if agreement.last_act is None:
        return AgreementState.NOT_YET
    return STATE_AFTER[ActKind(agreement.last_act)]


def form_in_short(agreement: Agreement) -> str:
    """The form's title without the model that stands beside it: "revised Feb 15, 2025"."""
    if agreement.form_revision is None:
        return ""
    return agreement.form_revision.title.removeprefix(f"{agreement.model}, ")


def with_states(
    rows: Iterable[Agreement], day: date, known: datetime | None = None
) -> list[Agreement]:
    """The same agreements, each with its `state_on_day` and `form_in_short`.

    As known now, or at a moment: then with the form and the dates on record by it.
    """
    found = list(rows)
    recorded_agreements(found, known)
    as_recorded((agreement.agency for agreement in found), known)
    for agreement in found:
        agreement.form_in_short = form_in_short(agreement)  # type: ignore[attr-defined]
        agreement.state_on_day = state_of(agreement, day)  # type: ignore[attr-defined]
    return found


def recorded_agreements(agreements: Iterable[Agreement], known: datetime | None) -> None:
    """Let agreements show the form and the dates on record at a moment; None is now.

    Three queries; none for now.
    """
    if known is None:
        return
    found = list(agreements)
    as_recorded(found, known)
    forms = FormRevision.objects.in_bulk({a.form_revision_id for a in found} - {None})
    as_recorded(forms.values(), known)
    for agreement in found:
        agreement.form_revision = forms.get(agreement.form_revision_id or 0)


def register(viewer: Viewer, filters: AgreementFilters) -> QuerySet[Agreement]:
    """The agreement register, narrowed."""
    rows = on_the_books(viewer, filters.on, filters.known)
    if filters.q:
        rows = rows.filter(agency__name_key__begins=name_key(filters.q))
    if filters.state:
        rows = rows.filter(agency__in=agencies_in_state(filters.state, filters.known))
    if filters.model:
        rows = rows.filter(model=filters.model)
    if filters.agency is not None:
        rows = rows.filter(agency=filters.agency)
    if filters.in_force:
        kinds = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.IN_FORCE]
        stands = Q(last_act__in=kinds, expires_then__gt=filters.on)
        if filters.in_force == "yes":
            rows = rows.filter(stands)
        else:
            rows = rows.filter(
                Q(last_act__isnull=True) | ~Q(last_act__in=kinds) | Q(expires_then__lte=filters.on)
            )
    if filters.form == "inferred":
        rows = rows.filter(Q(inferred_then=True))
    elif filters.form == "confirmed":
        rows = rows.filter(Q(inferred_then=False, form_then__isnull=False))
    elif filters.form == "none":
        rows = rows.filter(Q(form_then__isnull=True))
    return rows


def register_page(
    viewer: Viewer, filters: AgreementFilters, after: str = "", size: int = 50
) -> Page:
    """One page of the register, the latest signed first. One query; as known earlier, four."""
    page = BY_SIGNING.page(register(viewer, filters), after, size)
    with_states(page.rows, filters.on, filters.known)
    return page


def agreements_of(
    viewer: Viewer, agency: Agency, day: date, known: datetime | None = None
) -> list[Agreement]:
    """The agreements of one agency, those that stand first."""
    order = {
        AgreementState.IN_FORCE: 0,
        AgreementState.SUSPENDED: 1,
        AgreementState.NOT_YET: 2,
        AgreementState.ENDED: 3,
    }
    rows = on_the_books(viewer, day, known).filter(agency=agency).order_by("signed_on")
    found = with_states(rows, day, known)
    return sorted(found, key=lambda agreement: order[state_of(agreement, day)])
