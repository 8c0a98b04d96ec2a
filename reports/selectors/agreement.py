"""Everything that the page of one agreement shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch

from accounts.viewer import Viewer
from agencies.models import Agreement, AgreementAct
from agencies.selectors.as_recorded import as_recorded
from agencies.states import AgreementState
from reports.selectors.agreements import state_of
from reports.selectors.compliance import Tally, standings_on, tally
from reports.selectors.falling_due import within_windows
from training.models import Notice
from training.selectors.duties import DutyOn, duties_on
from training.states import Status


@dataclass(frozen=True)
class AgreementPage:
    """One agreement on a day."""

    state: AgreementState
    acts: list[AgreementAct]
    by_status: list[tuple[Any, str, int]]
    tally: Tally
    due: dict[int, int]
    may_act: int
    duties: list[DutyOn]


def agreement_page(
    viewer: Viewer, agreement: Agreement, day: date, known: datetime | None = None
) -> AgreementPage:
    """Acts with notices, officers, compliance, what falls due, the agency's duties. 11 queries.

    As known now, or at a moment: then read inside `StandingSource.over(...)`, and without the
    notices, whose clocks run now.
    """
    standings = standings_on(viewer, day).filter(participation__agreement=agreement)
    rows = agreement.acts.select_related("recorded_by")
    if known is None:
        rows = rows.prefetch_related("notices")
    else:
        no_notice = Prefetch("notices", Notice.objects.none())
        rows = rows.filter(recorded_at__lte=known).prefetch_related(no_notice)
    acts = list(rows.order_by("effective_on", "id"))
    as_recorded((act.recorded_by for act in acts), known)
    counted = dict(standings.values_list("status").annotate(n=Count("id")))
    return AgreementPage(
        state=state_of(agreement, day),
        acts=acts,
        by_status=[
            (label, value, counted[value]) for value, label in Status.choices if value in counted
        ],
        tally=tally(standings),
        due=within_windows(standings, day),
        may_act=standings.filter(may_act=True).count(),
        duties=duties_on(agreement, day, known),
    )
