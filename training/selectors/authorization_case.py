"""What the director sees before authorizing: what stands against it, and how long it would hold."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.refusal import Reason
from agencies.models import SupervisorAssignment
from agencies.models.rows import FOREVER
from training.kinds import Kind
from training.models import Certification, Participation, Requirement
from training.rules import authorization as rule
from training.selectors.authorization import authorization_facts
from training.selectors.facts import requirement_on, supervisor_on


@dataclass(frozen=True)
class AuthorizationCase:
    """One officer, judged for an authorization from `valid_from`."""

    against: list[Reason]
    warnings: list[Reason]
    valid_from: date
    valid_to: date
    requirement: Requirement | None
    supervisor: SupervisorAssignment | None
    certification: Certification | None

    @property
    def is_open_ended(self) -> bool:
        """Whether it holds until it is revoked."""
        return self.valid_to == FOREVER

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.valid_to if self.is_open_ended else self.valid_to - timedelta(days=1)


def authorization_case(
    participation: Participation, valid_from: date, today: date
) -> AuthorizationCase:
    """The case for one day. A fixed number of queries."""
    facts = authorization_facts(participation, valid_from, today)
    requirement = requirement_on(participation, Kind.AUTHORIZATION, valid_from)
    period = rule.coverage(valid_from, requirement.parameters if requirement else {})
    return AuthorizationCase(
        against=rule.reasons_not_to_authorize(facts),
        warnings=rule.warnings_about_authorization(facts),
        valid_from=period.valid_from,
        valid_to=period.valid_to,
        requirement=requirement,
        supervisor=supervisor_on(participation, valid_from),
        certification=participation.certifications.order_by("-certified_on", "-id").first(),
    )
