"""Agreements as lists and pages show them: with the state on a day, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, AgreementAct
from agencies.models.rows import name_key
from agencies.rules.agreement_state import STATE_AFTER
from agencies.states import ActKind, AgreementState
from reports.selectors.keyset import Keyset, Page

BY_SIGNING = Keyset("-signed_on", "uuid")


@dataclass(frozen=True)
class AgreementFilters:
    """What the register is narrowed to, and the day for which states are given."""

    on: date
    q: str = ""
    state: str = ""
    model: str = ""
    in_force: str = ""
    form: str = ""
    agency: Agency | None = None


def agreements(viewer: Viewer, day: date, known: datetime | None = None) -> QuerySet[Agreement]:
    """Visible agreements with `last_act` and `in_force_since` on `day`; form and agency joined.

    As known now, or at a moment: then only those with an act on record by it.
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
    if known is not None:
        found = found.filter(Exists(acts))
    return (
        found.with_state_on(day, known)
        .annotate(in_force_since=Subquery(began))
        .select_related("agency__field_office", "form_revision")
    )


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


def with_states(rows: Iterable[Agreement], day: date) -> list[Agreement]:
    """The same agreements, each with its `state_on_day` and `form_in_short`."""
    found = list(rows)
    for agreement in found:
        agreement.form_in_short = form_in_short(agreement)  # type: ignore[attr-defined]
        agreement.state_on_day = state_of(agreement, day)  # type: ignore[attr-defined]
    return found


def register(viewer: Viewer, filters: AgreementFilters) -> QuerySet[Agreement]:
    """The agreement register, narrowed."""
    rows = agreements(viewer, filters.on)
    if filters.q:
        rows = rows.filter(agency__name_key__begins=name_key(filters.q))
    if filters.state:
        rows = rows.filter(agency__state=filters.state)
    if filters.model:
        rows = rows.filter(model=filters.model)
    if filters.agency is not None:
        rows = rows.filter(agency=filters.agency)
    if filters.in_force:
        kinds = [kind for kind, state in STATE_AFTER.items() if state is AgreementState.IN_FORCE]
        stands = Q(last_act__in=kinds, expires_on__gt=filters.on)
        if filters.in_force == "yes":
            rows = rows.filter(stands)
        else:
            rows = rows.filter(
                Q(last_act__isnull=True) | ~Q(last_act__in=kinds) | Q(expires_on__lte=filters.on)
            )
    if filters.form == "inferred":
        rows = rows.filter(form_inferred=True)
    elif filters.form == "confirmed":
        rows = rows.filter(form_inferred=False, form_revision__isnull=False)
    elif filters.form == "none":
        rows = rows.filter(form_revision__isnull=True)
    return rows


def register_page(
    viewer: Viewer, filters: AgreementFilters, after: str = "", size: int = 50
) -> Page:
    """One page of the register, the latest signed first. One query."""
    page = BY_SIGNING.page(register(viewer, filters), after, size)
    with_states(page.rows, filters.on)
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
    rows = agreements(viewer, day, known).filter(agency=agency).order_by("signed_on")
    found = with_states(rows, day)
    return sorted(found, key=lambda agreement: order[state_of(agreement, day)])
