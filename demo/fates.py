"""What may become of an officer, as a walk along the chain that ends today."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from demo.timetable import Sitting, Timetable
from demo.walk import Record, Walk
from training.kinds import Kind
from training.models import Evaluation, Suspension
from training.models.sign_off import ReturnReason
from training.rules.class_days import class_days
from training.rules.periods import add_months


class Fate(StrEnum):
    """How far an officer has come by today."""

    NOMINATED = "nominated"
    VETTED = "vetted"
    NOT_APPROVED = "not_approved"
    ENROLLED = "enrolled"
    LEFT_CLASS = "left_class"
    IN_TRAINING = "in_training"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    WAITING = "waiting"
    RETURNED = "returned"
    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"
    CERTIFIED = "certified"
    COMPLIANT = "compliant"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MISSING = "missing"
    CONFLICT = "conflict"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    SEPARATED = "separated"
    REFRESHER_ENROLLED = "refresher_enrolled"
    REFRESHER_WAITING = "refresher_waiting"


@dataclass
class Teller:
    """Tells walks that end today. Days are half-open periods before today, in days ago."""

    rng: random.Random
    timetable: Timetable
    today: date

    def tell(self, walk: Walk, fate: Fate, waiting_days: int | None = None) -> None:
        """Let an officer meet a fate. `waiting_days`: how long a record has waited."""
        if fate in (Fate.WAITING, Fate.RETURNED):
            self._waiting(walk, waiting_days, returned=fate is Fate.RETURNED)
        else:
            TOLD[fate](self, walk)

    # --- before and in class -----------------------------------------------------------------

    def nominated(self, walk: Walk) -> None:
        """Waits for vetting."""
        walk.nominate(self._recent(walk, 1, 34))

    def vetted(self, walk: Walk) -> None:
        """Waits for a class."""
        vetted = self._recent(walk, 1, 25)
        walk.nominate(self._between(walk.terms.begins, vetted, 30))
        walk.vet(vetted)

    def not_approved(self, walk: Walk) -> None:
        """The check did not approve the officer."""
        vetted = self._recent(walk, 5, 200)
        walk.nominate(self._between(walk.terms.begins, vetted, 40))
        walk.vet(vetted, approved=False)

    def withdrawn(self, walk: Walk) -> None:
        """The agency took the nomination back after vetting."""
        withdrawn = self._recent(walk, 5, 160)
        vetted = self._between(walk.terms.begins, withdrawn, 40)
        walk.nominate(self._between(walk.terms.begins, vetted, 30))
        walk.vet(vetted)
        walk.withdraw(withdrawn)

    def enrolled(self, walk: Walk) -> None:
        """Sits in a class that lies ahead."""
        self._into(walk, self.timetable.coming(walk.terms.course, self.rng.choice((0, 0, 0, 1))))

    def left_class(self, walk: Walk) -> None:
        """Left a class early and waits for another."""
        sitting = self._ended(walk, self.today - timedelta(days=self.rng.randrange(10, 60)))
        record = self._into(walk, sitting)
        days = sitting.training_days
        left = days[min(2, len(days) - 1)].day
        walk.attend(record, until=left)
        walk.leave_class(record, left)

    def in_training(self, walk: Walk) -> None:
        """Sits in the class that runs, with everything recorded until yesterday."""
        record = self._into(walk, self.timetable.running(walk.terms.course))
        walk.attend(record, until=self.today)
        # A class of one day runs today at most: its exam is still to be recorded.
        walk.sit(record, until=min(self.today, record.sitting.ends_on))

    def incomplete(self, walk: Walk) -> None:
        """The class is over; a day or the last exam is missing."""
        record = self._into(walk, self._ended(walk, self.today - timedelta(days=1)))
        if self.rng.random() < 0.5 and len(record.sitting.training_days) > 1:
            day = self.rng.choice(record.sitting.training_days)
            walk.attend(record, without=record.sitting.days.index(day))
            walk.sit(record)
        else:
            walk.attend(record)
            walk.sit(record, until=record.sitting.ends_on)

    def complete(self, walk: Walk) -> None:
        """The class is over and nothing is missing; nobody has sent the record yet."""
        self._whole(walk, self._ended(walk, self.today - timedelta(days=1)))

    def disqualified(self, walk: Walk) -> None:
        """Failed an exam and its repetition."""
        until = self.today - timedelta(days=self.rng.randrange(8, 250))
        record = self._into(walk, self._ended(walk, until))
        walk.attend(record)
        scores = [self.rng.randrange(48, 69), self.rng.randrange(50, 69)]
        # The first exam of every course lies within eight days, the second one after them.
        walk.sit(record, until=record.sitting.starts_on + timedelta(days=8), scores=scores)
        walk.disqualify(record)

    # --- sign-off ----------------------------------------------------------------------------

    def _waiting(self, walk: Walk, days: int | None, *, returned: bool) -> None:
        """In the supervisor's queue, or back from it."""
        ago = self.rng.choice((0, 1, 1, 2, 3, 4, 5, 6, 8, 11)) if days is None else days
        sent = self._workday(self.today - timedelta(days=ago))
        by = sent - timedelta(days=1 + returned)
        record = self._whole(walk, self._ended(walk, by))
        if returned:
            first = self._between(record.sitting.ends_on, sent, 4)
            walk.submit(record, first)
            walk.return_record(record, sent, self.rng.choice(RETURNS))
        else:
            walk.submit(record, sent)

    def certified(self, walk: Walk) -> None:
        """Signed off; the field office director has not authorized yet."""
        signed = self._workday(self.today - timedelta(days=self.rng.randrange(1, 18)))
        self._certify(walk, signed)

    # --- authorized --------------------------------------------------------------------------

    def compliant(self, walk: Walk) -> None:
        """Authorized, with everything met for a while; who began long ago has been refreshed."""
        begun = (self.today - walk.terms.begins).days
        if Kind.REFRESHER in walk.terms.binding and begun > 1000 and self.rng.random() < 0.4:
            self._authorized(walk, 740, min(1250, begun - 120))
            self._refresh(walk, self.rng.randrange(40, 560))
        else:
            self._authorized(walk, *self._window_of_compliant(walk))

    def due_soon(self, walk: Walk) -> None:
        """The refresher, the authorization or the supervisor's assignment ends soon."""
        self._in_window(walk, soon=True)

    def overdue(self, walk: Walk) -> None:
        """The refresher is overdue, or the supervisor's assignment ended."""
        self._in_window(walk, soon=False)

    def lapsed(self, walk: Walk) -> None:
        """The authorization was for a period, and the period is over."""
        months = walk.terms.parameters.get(Kind.AUTHORIZATION, {}).get("months")
        if not months:
            self._authorized(walk, 60, 400)
            return
        latest = (self.today - add_months(self.today, -months)).days
        self._authorized(walk, latest + 5, latest + 120)

    def suspended(self, walk: Walk) -> None:
        """Authorized, and suspended since a while."""
        authorized = self._authorized_a_while(walk)
        since = self._between(authorized + timedelta(days=2), self.today, 40)
        self._evaluate(walk, authorized, until=since)
        walk.suspend(since, self.rng.choice(list(Suspension.Reason)))

    def reinstated(self, walk: Walk) -> None:
        """Was suspended, and is back."""
        authorized = self._authorized_a_while(walk)
        until = self._between(authorized + timedelta(days=6), self.today, 60)
        if until <= self.today:
            since = self._between(authorized + timedelta(days=1), until - timedelta(days=1), 30)
            self._evaluate(walk, authorized, until=since)
            walk.suspend(since, Suspension.Reason.DISCIPLINE, until)

    def revoked(self, walk: Walk) -> None:
        """The authorization was revoked."""
        authorized = self._authorized(walk, 60, 420, evaluate=False)
        revoked = self._between(authorized + timedelta(days=10), self.today, 50)
        self._evaluate(walk, authorized, until=revoked)
        walk.revoke(revoked)
        self._return_credentials(walk, revoked)

    def separated(self, walk: Walk) -> None:
        """Left the agency."""
        authorized = self._authorized(walk, 60, 600, evaluate=False)
        left = self._between(authorized + timedelta(days=10), self.today, 300)
        self._evaluate(walk, authorized, until=left)
        walk.separate(left)
        self._return_credentials(walk, left)

    def missing(self, walk: Walk) -> None:
        """Taken over from older papers, in which something that the form asks was not found."""
        self._from_papers(walk, missing=True)

    def conflict(self, walk: Walk) -> None:
        """Taken over from older papers, which contradict each other."""
        self._from_papers(walk, missing=False)

    def refresher_enrolled(self, walk: Walk) -> None:
        """Authorized, and in a refresher class that lies ahead."""
        self._in_window(walk, soon=True)
        walk.enroll(self.timetable.coming("REFRESHER"), self.today - timedelta(days=2))

    def refresher_waiting(self, walk: Walk) -> None:
        """Authorized, the refresher is done and waits for sign-off."""
        self._in_window(walk, soon=True)
        sitting = self.timetable.ended("REFRESHER", self.today - timedelta(days=1), date.min)
        if sitting is not None:
            record = walk.enroll(sitting, self._workday(sitting.starts_on - timedelta(days=9)))
            walk.attend(record)
            walk.submit(record, self._between(sitting.ends_on, self.today, 4))

    # --- the parts ---------------------------------------------------------------------------

    def _authorized(self, walk: Walk, least: int, most: int, *, evaluate: bool = True) -> date:
        """Certified and authorized between `most` and `least` days ago, evaluated since."""
        wanted = self.today - timedelta(days=self.rng.randrange(least, most + 1))
        signed = self._certify(walk, wanted - timedelta(days=self.rng.randrange(2, 16)))
        earliest = signed + timedelta(days=1)
        authorized = self._workday(
            max(earliest, min(wanted, self.today - timedelta(days=1))), earliest
        )
        walk.authorize(authorized)
        if evaluate:
            self._evaluate(walk, authorized)
        return authorized

    def _authorized_a_while(self, walk: Walk) -> date:
        """Authorized and compliant, and not since yesterday."""
        least, most = self._window_of_compliant(walk)
        return self._authorized(walk, max(least, 25), max(most, 26), evaluate=False)

    def _certify(self, walk: Walk, signed: date) -> date:
        """Sign the record of a class off on a day, or as soon after as the agreement allows."""
        record = self._whole(walk, self._ended(walk, signed - timedelta(days=3)))
        signed = self._workday(
            max(signed, record.sitting.ends_on + timedelta(days=1)), record.sitting.ends_on
        )
        signed = min(signed, self.today)
        sent = self._between(record.sitting.ends_on, signed, 6)
        walk.submit(record, sent)
        if self.rng.random() < 0.07:
            walk.return_record(record, sent, self.rng.choice(RETURNS))
            walk.submit(record, signed)
        walk.approve(record, signed)
        return signed

    def _refresh(self, walk: Walk, days_ago: int) -> None:
        """A refresher that ended about so many days ago, signed off."""
        by = self.today - timedelta(days=days_ago)
        sitting = self.timetable.ended("REFRESHER", by, date.min)
        if sitting is None:
            return
        record = walk.enroll(sitting, self._workday(sitting.starts_on - timedelta(days=16)))
        walk.attend(record)
        walk.submit(record, self._workday(sitting.ends_on + timedelta(days=3)))
        walk.approve(record, self._workday(sitting.ends_on + timedelta(days=6)))

    def _in_window(self, walk: Walk, *, soon: bool) -> None:
        """Due soon or overdue: by the refresher's clock, the letter's, or the supervisor's."""
        terms = walk.terms
        if Kind.REFRESHER in terms.binding:
            months = terms.parameters[Kind.REFRESHER]["months"]
        elif "months" in terms.parameters.get(Kind.AUTHORIZATION, {}):
            months = terms.parameters[Kind.AUTHORIZATION]["months"]
        else:
            months = 0
        due = (self.today - add_months(self.today, -months)).days
        # A class ends up to nineteen days before the day that is drawn.
        window = (due - 84, due - 21) if soon else (due + 3, due + 110)
        age = (self.today - terms.begins).days
        leaving = next((s for s in terms.supervisors if s.agreement is not None), None)
        if months and age > window[1] + 90 and Kind.REFRESHER in terms.binding:
            # The clock runs from the last day of the class.
            completed = self.today - timedelta(days=self.rng.randrange(*window))
            signed = self._certify(walk, completed + timedelta(days=4))
            authorized = self._workday(signed + timedelta(days=self.rng.randrange(2, 20)))
            walk.authorize(authorized)
            self._evaluate(walk, authorized)
        elif months and age > window[1] + 90:
            self._authorized(walk, *window)
        elif leaving is not None and (leaving.valid_to > self.today) is soon:
            last = max(1, (self.today - leaving.valid_to).days + 2)
            self._authorized(walk, last, (self.today - leaving.valid_from).days - 3)
        else:
            self._authorized(walk, *self._window_of_compliant(walk))

    def _window_of_compliant(self, walk: Walk) -> tuple[int, int]:
        """When an officer was authorized who is compliant today and stays so for a while."""
        terms = walk.terms
        age = (self.today - terms.begins).days
        most = 1300
        if Kind.REFRESHER in terms.binding:
            most = 600
        elif months := terms.parameters.get(Kind.AUTHORIZATION, {}).get("months"):
            most = months * 30 - 130
        least = 3
        leaving = next((s for s in terms.supervisors if s.agreement is not None), None)
        if leaving is not None:
            least = (self.today - leaving.valid_from).days + 20
        most = max(least + 1, min(most, age - 60))
        return least, most

    def _return_credentials(self, walk: Walk, ended: date) -> None:
        """Most officers return them within weeks; of some they are still asked back."""
        returned = self._workday(ended + timedelta(days=self.rng.randrange(2, 30)), ended)
        if returned < self.today and self.rng.random() < 0.8:
            walk.return_credentials(returned)

    def _evaluate(self, walk: Walk, authorized: date, until: date | None = None) -> None:
        """Evaluations about every 90 days, of the last half year: older ones are on paper."""
        last = min(until or self.today, self.today)
        if walk.authorization is not None:
            last = min(last, walk.authorization.valid_to)
        day = max(authorized, self.today - timedelta(days=200))
        while True:
            day += timedelta(days=self.rng.randrange(70, 96))
            if day >= last:
                return
            outcome = Evaluation.Outcome.CONTINUE
            if self.rng.random() < 0.02:
                outcome = Evaluation.Outcome.RETRAIN
            walk.evaluate(self._workday(day), outcome)

    def _from_papers(self, walk: Walk, *, missing: bool) -> date:
        """A chain without training record, recorded in one go when the papers were taken over."""
        terms = walk.terms
        age = (self.today - terms.begins).days
        completed = self.today - timedelta(days=min(age - 40, self.rng.randrange(150, 420)))
        found = self._workday(self.today - timedelta(days=self.rng.randrange(15, 35)))
        walk.imported_at = walk.clock.at(found, terms.place.agency.time_zone)
        asked = (Kind.NO_PENDING_DISCIPLINE, Kind.BACKGROUND_CHECK, Kind.CITIZENSHIP)
        lost = next((k for k in asked if k in terms.binding), None) if missing else None
        nominated = max(terms.begins, completed - timedelta(days=60))
        walk.nominate(nominated, without=lost)
        walk.vet(
            self._between(nominated, completed, 20), on_record=lost is not Kind.BACKGROUND_CHECK
        )
        certified = self._workday(completed + timedelta(days=5), completed)
        failed_in = None
        if not missing and terms.agreement.model != "TFM":
            failed_in = self._ended(walk, completed)
            completed = failed_in.ends_on
            certified = self._workday(completed + timedelta(days=5), completed)
        walk.import_certification(certified, completed, failed_in)
        authorized = self._workday(certified + timedelta(days=9), certified)
        too_long = None
        if not missing and terms.agreement.model == "TFM":
            too_long = add_months(authorized, 36)
        walk.authorize(authorized, until=too_long)
        walk.imported_at = walk.paper = None
        return authorized

    def _whole(self, walk: Walk, sitting: Sitting) -> Record:
        record = self._into(walk, sitting)
        walk.attend(record)
        walk.sit(record)
        return record

    def _into(self, walk: Walk, sitting: Sitting) -> Record:
        """Nominated, vetted and enrolled before the class begins."""
        begins = walk.terms.begins
        start = min(sitting.starts_on, self.today + timedelta(days=1))
        first = max(begins, start - timedelta(days=self.rng.randrange(40, 100)))
        span = (start - first).days
        days = sorted(
            max(first, start - timedelta(days=1 + int(span * part)))
            for part in (self.rng.uniform(0.7, 0.99), self.rng.uniform(0.4, 0.65), 0.15)
        )
        nominated, vetted, enrolled = (self._workday(day, begins) for day in days)
        walk.nominate(nominated)
        walk.vet(max(vetted, nominated))
        return walk.enroll(sitting, max(enrolled, vetted, nominated))

    def _ended(self, walk: Walk, by: date) -> Sitting:
        """The class that ended by a day and began under the agreement, else the earliest one."""
        by = min(by, self.today - timedelta(days=1))
        since = walk.terms.begins + timedelta(days=10)
        course = walk.terms.course
        sitting = self.timetable.ended(course, by, since)
        while sitting is None and by < self.today - timedelta(days=1):
            by = min(by + timedelta(days=20), self.today - timedelta(days=1))
            sitting = self.timetable.ended(course, by, since)
        if sitting is None:
            raise LookupError(f"{walk.terms.agreement} is too young for a class that has ended.")
        return sitting

    def _recent(self, walk: Walk, least: int, most: int) -> date:
        """A workday between `most` and `least` days ago, under the agreement."""
        day = self.today - timedelta(days=self.rng.randrange(least, most + 1))
        return self._workday(max(day, walk.terms.begins + timedelta(days=2)), walk.terms.begins)

    def _between(self, first: date, last: date, most: int) -> date:
        """A workday at most `most` days before `last`, and not before `first`."""
        day = last - timedelta(days=self.rng.randrange(0, most + 1))
        return self._workday(max(first, day), first)

    def _workday(self, day: date, first: date = date.min) -> date:
        """The day, or the workday before it that is not before `first`."""
        wanted = day
        while (on := class_days(day, 1, 1)[0]).day != day or on.holiday:
            day -= timedelta(days=1)
            if day < first:
                return wanted
        return day


RETURNS = (
    ReturnReason.EVIDENCE_UNSIGNED,
    ReturnReason.EVIDENCE_UNREADABLE,
    ReturnReason.ATTENDANCE,
    ReturnReason.WRONG_RECORD,
)

TOLD: dict[Fate, Callable[[Teller, Walk], None]] = {
    fate: getattr(Teller, fate.value) for fate in Fate if fate not in (Fate.WAITING, Fate.RETURNED)
}
