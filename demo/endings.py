"""How an officer's authority ends or rests, in the rows that the services write."""

from datetime import date, datetime, timedelta

from accounts.models import User
from agencies.models.rows import FOREVER
from agencies.rules.agreement_state import STATE_AFTER as STATE_AFTER_ACT
from agencies.states import ActKind as AgreementActKind
from agencies.states import AgreementState
from demo.steps import Steps
from training.kinds import Kind
from training.models import (
    Authorization,
    CredentialReturn,
    Notice,
    Suspension,
)
from training.models.act import ActKind
from training.rules import (
    notice,
)


class Endings(Steps):
    """Suspended, revoked, withdrawn, separated, ended with the agreement."""

    def suspend(self, on: date, reason: Suspension.Reason, until: date = FOREVER) -> None:
        """services.suspension.suspend, and with `until` reinstate on that day."""
        by, at = self.terms.place.director, self._at(on)
        first = self._add(Suspension, by, at, reason=reason, valid_from=on)
        self._act(ActKind.SUSPENDED, on, by, at, str(reason.label))
        if reason == Suspension.Reason.DISCIPLINE:
            self._start_notice(notice.COMPLAINT, by, at)
        if until == FOREVER:
            return
        at = self._at(until)
        first.superseded_at, first.superseded_because = at, "reinstated"
        self._add(Suspension, by, at, reason=reason, valid_from=on, valid_to=until)
        self._act(ActKind.REINSTATED, until, by, at)

    def revoke(self, on: date) -> None:
        """services.revocation.revoke."""
        letter = f"Letter R-{on.year}-{self.rng.randrange(1000):03d}"
        self._end(ActKind.REVOKED, on, self.terms.place.director, letter)

    def withdraw(self, on: date) -> None:
        """services.revocation.withdraw."""
        self._end(ActKind.WITHDRAWN, on, self.terms.place.administrator)

    def separate(self, on: date) -> None:
        """services.revocation.separate."""
        self.appointment.valid_to = on
        self._end(ActKind.SEPARATED, on, self.terms.place.administrator)

    def end_with_agreement(self, kind: AgreementActKind, on: date, evidence: str) -> None:
        """services.agreement_act.record_agreement_act, for one of the agreement's officers."""
        by, at = self.terms.place.manager, self._at(on)
        ends = STATE_AFTER_ACT[kind] is AgreementState.ENDED
        because = f"agreement {kind.label}".lower()
        self._end_authority(on, because, by, at)
        if ends:
            self._end_span(on, because, by, at)
        done = ActKind.AGREEMENT_ENDED if ends else ActKind.AGREEMENT_SUSPENDED
        self._act(done, on, by, at, evidence)
        self._open_credential_return(on, by, at)

    def return_credentials(self, on: date) -> None:
        """services.credential_return.record_credential_return, where a task is open."""
        task = self._task
        if task is None:
            return
        by, at = self.terms.place.administrator, self._at(on)
        task.returned_on, task.returned_to = on, by
        self._act(ActKind.CREDENTIAL_RETURNED, on, by, at)
        self._cover(Kind.CREDENTIAL_RETURN, (on, FOREVER), task, by, at)

    def _end(self, kind: ActKind, on: date, by: User, detail: str = "") -> None:
        """services.revocation.end_participation."""
        at = self._at(on)
        because = str(kind.label).lower()
        had_authority = self._end_authority(on, because, by, at)
        self._end_span(on, because, by, at)
        self._act(kind, on, by, at, detail)
        self._open_credential_return(on, by, at)
        if had_authority:
            self._start_notice(notice.AUTHORITY_ENDED, by, at)

    def _open_credential_return(self, on: date, by: User, at: datetime) -> None:
        """services.authority.open_credential_returns."""
        if Kind.CREDENTIAL_RETURN in self.terms.parameters and self.was_authorized:
            self._task = self._add(CredentialReturn, by, at, opened_on=on)

    def _start_notice(self, kind: str, by: User, at: datetime) -> None:
        """services.notice.start_notice; most are sent in time, some late, the newest not yet."""
        form = self.terms.agreement.form_revision
        clock = notice.clock_of(kind, form.code if form else "")
        if clock is None:
            return
        due = notice.due_at(clock, at, self.terms.place.agency.time_zone)
        sent = at + timedelta(hours=self.rng.choice((3, 20, 26, 44, 47, 70, 95)))
        is_sent = sent < self.clock.now and self.rng.random() < 0.95
        self._add(
            Notice,
            by,
            at,
            kind=kind,
            started_at=at,
            due_at=due,
            sent_at=sent if is_sent else None,
            sent_by=self.terms.place.administrator if is_sent else None,
        )

    def _end_authority(self, on: date, because: str, by: User, at: datetime) -> bool:
        """services.authority.close_authorizations; whether one reached beyond the day."""
        old, covered = self.authorization, self._authority
        if old is None or covered is None or old.valid_to <= on:
            return False
        for row in (old, covered):
            row.superseded_at, row.superseded_because = at, because
        self.authorization = self._authority = None
        if old.valid_from >= on:
            return True
        self.authorization = self._add(
            Authorization,
            by,
            at,
            valid_from=old.valid_from,
            valid_to=on,
            letter=old.letter,
            signed_by=old.signed_by,
            supervisor=old.supervisor,
        )
        self._authority = self._cover(
            Kind.AUTHORIZATION, (old.valid_from, on), self.authorization, by, at
        )
        return True
