"""The whole demo from one seed: agencies, people, classes, officers and what became of them."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal
from uuid import UUID

import pghistory
from django.utils import timezone

from accounts.roles import (
    AGENCY_ADMINISTRATOR,
    FIELD_OFFICE_DIRECTOR,
    SUPERVISOR,
    TRAINING_COORDINATOR,
)
from accounts.viewer import Viewer
from agencies.geography import zone_of
from agencies.models import (
    Agency,
    Agreement,
    AgreementAct,
    Appointment,
    FieldOffice,
    FormRevision,
    Officer,
)
from agencies.models.rows import FOREVER, name_key
from agencies.states import ActKind
from demo import papers
from demo.accounts import ACCOUNTS
from demo.duties import add_duties
from demo.fates import Fate, Teller
from demo.names import names
from demo.people import People
from demo.places import FEW, FIELD_OFFICES, MIXES, OTHERS, InventedAgency, InventedAgreement
from demo.rows import Clock, Rows
from demo.terms import Place, Terms
from demo.timetable import Timetable
from demo.walk import Walk
from training.models import Module, Participation, RuleSet
from training.rules.periods import add_months

Scale = Literal["full", "small"]

# The newest forms are of 2025, and a TFM officer needs a while to become compliant under them.
EARLIEST = date(2025, 11, 1)
# How far back officers' records go.
BOOKS = timedelta(days=1700)
COURSES = {"JEM": "BASIC", "WSO": "WSO", "TFM": "TFM"}
LETTER, NOTICE = "Letter of suspension", "Notice of 90 days"
RANKS = ("Deputy", "Deputy", "Deputy", "Corporal", "Sergeant", "Officer", "Detention Officer")
TRANSFERS = 3
SECOND_AGREEMENTS = 0.02
# Fates that lie before an agreement's end or suspension; the others are told as of today.
AUTHORIZED = {Fate.COMPLIANT, Fate.SEPARATED}


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    agencies: int
    agreements: int
    officers: int
    participations: int


class Builder:
    """Builds everything in memory, then writes it in sets."""

    def __init__(
        self, viewer: Viewer, seed: int, today: date, scale: Scale, history: UUID | None = None
    ) -> None:
        self.history = history
        self.viewer = viewer
        self.seed = seed
        self.rng = random.Random(seed)
        self.today = today
        self.invented = FEW if scale == "small" else (*FEW, *OTHERS)
        self.rows = Rows(random.Random(seed + 1))
        self.clock = Clock(random.Random(seed + 2), timezone.now())
        self.modules = _modules()
        taken = {
            (last, first)
            for agency in self.invented
            for agreement in agency.agreements
            for last, first, _fate in agreement.named
        }
        taken |= {_last_first(account.name) for account in ACCOUNTS}
        self.names = names(self.rng, taken)
        self.rule_sets = {
            (rule_set.form_revision_id, rule_set.model): rule_set
            for rule_set in RuleSet.objects.exclude(published_at=None).prefetch_related(
                "requirements"
            )
        }
        self.forms = {form.code: form for form in FormRevision.objects.all()}
        self.badges: Counter[str] = Counter()

    def build(self) -> Built:
        """Write the demo and say what it came to."""
        offices = {name: self.rows.add(FieldOffice(name=name)) for name in FIELD_OFFICES}
        agencies = {a.name: self.rows.add(self._agency(a, offices)) for a in self.invented}
        self.people = People(self.rows, self.rng, self.today, self.names, offices, agencies)
        agreed = [
            (invented, self._terms(agencies[agency.name], invented))
            for agency in self.invented
            for invented in agency.agreements
        ]
        self.rows.write(FieldOffice, Agency, Agreement)
        self.people.write()
        self.rows.write(AgreementAct)
        self.terms = [terms for _invented, terms in agreed]
        self.timetable = Timetable(
            self.rows,
            self.today,
            min(terms.begins for terms in self.terms),
            self.people.registrars,
        )
        for invented, terms in agreed:
            self._officers(invented, terms)
        self._transfers()
        add_duties(self.rows, random.Random(self.seed + 3), self.clock, self.today, self.terms)
        self.timetable.write()
        self.rows.write(Officer, Appointment)
        papers.fill(self.rows)
        self.rows.write_training(self.viewer)
        papers.conclude(self.rows, self.history, self.clock.now)
        return Built(
            len(agencies),
            len(agreed),
            len(self.rows.of(Officer)),
            len(self.rows.of(Participation)),
        )

    # --- agencies and agreements -------------------------------------------------------------

    def _agency(self, invented: InventedAgency, offices: dict[str, FieldOffice]) -> Agency:
        return Agency(
            name=invented.name,
            name_key=name_key(invented.name),
            state=invented.state,
            county=invented.county,
            kind=invented.kind,
            field_office=offices[invented.field_office],
            time_zone=invented.zone or zone_of(invented.state),
            is_invented=True,
        )

    def _terms(self, agency: Agency, invented: InventedAgreement) -> Terms:
        signed = invented.signed
        if isinstance(signed, int):
            signed = self.today - timedelta(days=signed)
        form = self.forms[invented.form] if invented.form else None
        expires = FOREVER
        if invented.extended:
            expires = add_months(self.today, 22)
        agreement = self.rows.add(
            Agreement(
                agency=agency,
                model=invented.model,
                form_revision=form,
                signed_on=signed,
                expires_on=expires,
            )
        )
        begins = signed + timedelta(days=2)
        self._acts(agency, agreement, invented, begins)
        if invented.leaving:
            since, until = invented.leaving
            self.people.leaving(
                agreement,
                self.today - timedelta(days=since),
                self.today + timedelta(days=until),
            )
        place = Place(
            agency=agency,
            administrator=self.people.acting(AGENCY_ADMINISTRATOR, agency.name),
            coordinator=self.people.acting(TRAINING_COORDINATOR, agency.name),
            supervisor=self.people.acting(SUPERVISOR, str(agency.field_office)),
            director=self.people.acting(FIELD_OFFICE_DIRECTOR, str(agency.field_office)),
            registrar=self.people.registrars[0],
            manager=self.people.manager,
        )
        rule_set = self.rule_sets.get((form.pk, invented.model)) if form else None
        return Terms(
            place=place,
            agreement=agreement,
            begins=max(begins, self.today - BOOKS),
            course=COURSES[invented.model],
            rule_set=rule_set,
            supervisors=self.people.supervisors_of(agreement),
        )

    def _acts(
        self, agency: Agency, agreement: Agreement, invented: InventedAgreement, begins: date
    ) -> None:
        signed = agreement.signed_on
        acts = [
            (ActKind.REQUESTED, signed - timedelta(days=self.rng.randrange(30, 90)), "Letter"),
            (ActKind.SIGNED_BY_AGENCY, signed - timedelta(days=4), "Signature page"),
            (ActKind.SIGNED_BY_ICE, signed, "Signature page"),
            (ActKind.IN_FORCE, begins, "MOA with both signatures"),
        ]
        if invented.extended:
            acts.append((ActKind.ADDENDUM, add_months(signed, 34), "Addendum: term extended"))
        if invented.suspended:
            day = self.today - timedelta(days=invented.suspended)
            acts.append((ActKind.SUSPENDED, day, LETTER))
        if invented.ended:
            day = self.today - timedelta(days=invented.ended)
            acts.append((ActKind.NOTICE_OF_TERMINATION, day - timedelta(days=90), NOTICE))
            acts.append((ActKind.TERMINATED, day, NOTICE))
        at = None
        for kind, day, evidence in acts:
            at = self.clock.at(day, agency.time_zone, at)
            self.rows.add(
                AgreementAct(
                    agency=agency,
                    agreement=agreement,
                    kind=kind,
                    effective_on=day,
                    recorded_at=at,
                    recorded_by=self.people.manager,
                    evidence=evidence,
                )
            )

    # --- officers ----------------------------------------------------------------------------

    def _officers(self, invented: InventedAgreement, terms: Terms) -> None:
        for last, first, fate in invented.named:
            self._tell(invented, terms, fate, (last, first))
        for fate, count in invented.fates.items():
            for _ in range(count):
                self._tell(invented, terms, fate, next(self.names))
        if invented.drawn and (left := invented.drawn - sum(invented.fates.values())) > 0:
            mix = MIXES[invented.mix]
            for fate in self.rng.choices(list(mix), list(mix.values()), k=left):
                self._tell(invented, terms, fate, next(self.names))

    def _tell(
        self, invented: InventedAgreement, terms: Terms, fate: Fate, name: tuple[str, str]
    ) -> Walk:
        officer = self._officer(terms, name)
        walk = self._walk(terms, self._appointment(terms, officer))
        closed = invented.suspended or invented.ended
        day = self.today
        if closed and fate in AUTHORIZED:
            day -= timedelta(days=closed)
        Teller(self.rng, self.timetable, day).tell(walk, fate)
        self._since(officer, walk)
        if invented.suspended and fate is Fate.COMPLIANT:
            walk.end_with_agreement(ActKind.SUSPENDED, day, LETTER)
        elif invented.ended and fate is Fate.COMPLIANT:
            walk.end_with_agreement(ActKind.TERMINATED, day, NOTICE)
        elif fate is Fate.COMPLIANT and self.rng.random() < SECOND_AGREEMENTS:
            self._second_agreement(walk)
        return walk

    def _walk(self, terms: Terms, appointment: Appointment) -> Walk:
        return Walk(self.rows, self.clock, self.rng, terms, appointment, self.modules)

    def _officer(self, terms: Terms, name: tuple[str, str]) -> Officer:
        last, first = name
        return self.rows.add(
            Officer(
                agency=terms.place.agency,
                last_name=last,
                first_name=first,
                name_key=name_key(last, first),
            )
        )

    def _appointment(self, terms: Terms, officer: Officer) -> Appointment:
        agency = terms.place.agency
        self.badges[agency.name] += self.rng.randrange(1, 6)
        return self.rows.add(
            Appointment(
                agency=agency,
                officer=officer,
                badge_number=str(1000 + self.badges[agency.name]),
                rank=self.rng.choice(RANKS),
                valid_from=self.today,
            )
        )

    def _since(self, officer: Officer, walk: Walk) -> None:
        """Begin the officer's service well before the nomination, as every form expects."""
        nominated = walk.nominated_on
        hired = nominated - timedelta(days=self.rng.randrange(60, 3000))
        walk.appointment.valid_from = hired
        officer.law_enforcement_since = min(hired, add_months(nominated, -24)) - timedelta(
            days=self.rng.randrange(0, 2500)
        )

    def _second_agreement(self, walk: Walk) -> None:
        """Nominate an officer under another agreement of the agency too."""
        first = walk.terms
        others = [t for t in self.terms if t.place is not first.place]
        other = next((t for t in others if t.place.agency is first.place.agency), None)
        if other is not None:
            again = self._walk(other, walk.appointment)
            Teller(self.rng, self.timetable, self.today).tell(again, Fate.VETTED)

    def _transfers(self) -> None:
        """Officers who left one agency for another: one officer, two appointments."""
        agencies = [t for t in self.terms if t.rule_set and t.agreement.model == "WSO"]
        for old, new in pairwise(agencies[: TRANSFERS + 1]):
            officer = self._officer(old, next(self.names))
            walk = self._walk(old, self._appointment(old, officer))
            Teller(self.rng, self.timetable, self.today).separated(walk)
            self._since(officer, walk)
            left = walk.appointment.valid_to
            officer.agency = new.place.agency
            appointment = self._appointment(new, officer)
            appointment.valid_from = left
            again = self._walk(new, appointment)
            again.nominate(max(left, self.today - timedelta(days=12)))


def _last_first(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return last, first


def _modules() -> dict[str, list[Module]]:
    """The modules of each course, those with an exam, in the order in which they are taught."""
    modules = (
        Module.objects.exclude(exam_code="")
        .select_related("course_version__course")
        .order_by("course_version__valid_from", "position")
    )
    found: dict[str, list[Module]] = {}
    for module in modules:
        found.setdefault(module.course_version.course.code, []).append(module)
    return found


def build(viewer: Viewer, seed: int, today: date, scale: Scale = "full") -> Built:
    """Write the demo as of `today`, inside `acting_as` of `viewer`, who is the system."""
    # History's trigger, finding no context, raises and catches an error for each row, and each
    # error walks through every key that is still to be checked: 93 s in place of 25.
    with pghistory.context(reason="demo data") as context:
        return Builder(viewer, seed, today, scale, context.id).build()
