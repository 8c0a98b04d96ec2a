"""The home of an agency's administrator or training coordinator."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count

from accounts.viewer import Viewer
from agencies.models import Agency
from agencies.states import AgreementState
from reports.selectors.aftermath import aftermath_tasks
from reports.selectors.agencies import AgreementCard
from reports.selectors.agreements import agreements_of, state_of
from reports.selectors.attention import Task, tasks_of
from reports.selectors.compliance import Tally, standings_on, tallies, together
from reports.selectors.falling_due import Month, months_ahead
from reports.selectors.history import Change, changes_of_agency
from training.models import Participation
from training.states import Compliance

CHANGES = 8


@dataclass(frozen=True)
class AgencyHome:
    """What waits, then how the agency stands."""

    agency: Agency
    tally: Tally
    tasks: list[Task]
    months: list[Month]
    cards: list[AgreementCard]
    waiting: int
    changes: list[tuple[date, list[Change]]]

    @property
    def in_force(self) -> list[str]:
        """The models of the agreements in force."""
        return [c.agreement.model for c in self.cards if c.state is AgreementState.IN_FORCE]

    @property
    def overdue(self) -> int:
        """Overdue today: apart from what falls due in the months to come."""
        return self.tally.of(Compliance.OVERDUE)


def agency_home(viewer: Viewer, agency: Agency, day: date) -> AgencyHome:
    """One agency on `day`. A fixed number of queries, however many officers it has."""
    standings = standings_on(viewer, day).filter(agency=agency)
    counted = tallies(standings, "participation__agreement_id")
    cards = [
        AgreementCard(agreement, state_of(agreement, day), counted.get(agreement.pk, Tally()))
        for agreement in agreements_of(viewer, agency, day)
    ]
    waiting = (
        Participation.objects.visible_to(viewer)
        .filter(agency=agency, step=Participation.Step.WAITING)
        .aggregate(n=Count("id"))["n"]
    )
    changes = [
        (day_of, list(group))
        for day_of, group in groupby(
            changes_of_agency(viewer, agency, CHANGES),
            key=lambda change: change.recorded_on,
        )
    ]
    return AgencyHome(
        agency=agency,
        tally=together(counted),
        tasks=[*aftermath_tasks(viewer, agency), *tasks_of(viewer, day, agency)],
        months=months_ahead(standings, day),
        cards=cards,
        waiting=waiting,
        changes=changes,
    )
