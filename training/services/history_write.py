"""Writing a training history: facts with their paper, and the acts and coverage that follow.

Nothing here is a sign-off: the certification, the record and the authorization carry the paper, and
coverage rests on them. Standing, supervisors and conflicts follow once, for all officers at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from accounts.viewer import Viewer
from agencies.models import Appointment, Officer
from agencies.models.rows import FOREVER
from agencies.selectors.agency import today_at
from training.models import Coverage, Enrollment, Participation, TrainingClass
from training.services.acts import hold_agreement
from training.services.conflict import detect
from training.services.history_compare import Taker
from training.services.history_known import Rules
from training.services.history_match import Person
from training.services.history_participation import ParticipationHistory, Written
from training.services.history_rows import HistoryRows
from training.services.past_class import SEATS, add_past_classes
from training.services.standing import restanding_once
from training.services.supervisor import supervise

BECAUSE = "training history imported"
_SERVICE = """
update agencies_officer o set law_enforcement_since = rows.since
from unnest(%s::bigint[], %s::date[]) rows (id, since) where o.id = rows.id
"""


@dataclass
class HistoryWriter:
    """Writes the accepted lines of one file, in a fixed number of statements for any length."""

    viewer: Viewer
    import_id: int
    file_name: str
    rules: Rules

    def write(self, takers: Sequence[Taker]) -> None:
        """Write everything that the records lack."""
        adding = [t for t in takers if any(taken.adds for taken in t.taken)]
        if not adding:
            return
        self._take_turns(adding)
        rows, written = HistoryRows(), Written()
        classes = self._classes(adding)
        people = self._people(adding, rows)
        participations: list[int] = []
        authorized: dict[date, list[int]] = {}
        for taker in adding:
            history = ParticipationHistory(self, rows, written, taker, classes)
            pk = history.add(people[taker.person.agency.pk, taker.person.badge])
            participations.append(pk)
            if history.is_authorized:
                # By the agency's own day: in the evening it is tomorrow elsewhere.
                authorized.setdefault(history.today, []).append(pk)
        with restanding_once() as ids:
            Coverage.objects.filter(pk__in=written.closed).update(
                superseded_at=Now(), superseded_because=BECAUSE
            )
            rows.write()
            self._follow(written)
            ids |= set(participations)
            for day, ids_of_day in authorized.items():
                supervise(self.viewer, Q(pk__in=ids_of_day), day, BECAUSE)
            detect(self.viewer, participations)

    def _classes(self, takers: Iterable[Taker]) -> dict[str, TrainingClass]:
        """The classes that the lines name; those that are not on record are added."""
        found: dict[str, TrainingClass] = {}
        new: dict[str, TrainingClass] = {}
        for taker in takers:
            for taken in taker.taken:
                meant, class_id = taken.meant, taken.line.class_id
                if meant.training_class is not None:
                    found[class_id] = meant.training_class
                elif meant.new_class is not None and class_id not in new:
                    new[class_id] = TrainingClass(
                        class_id=class_id,
                        course_version=meant.version,
                        place="Not stated",
                        starts_on=meant.new_class.starts_on,
                        ends_on=meant.new_class.ends_on,
                        seats=SEATS,
                    )
        add_past_classes(list(new.values()))
        return found | new

    def _people(
        self, takers: Iterable[Taker], rows: HistoryRows
    ) -> dict[tuple[int, str], tuple[int, int, str]]:
        """Officer, appointment and name of everybody; those that are not on record are added."""
        days: dict[tuple[int, str], list[date]] = {}
        since: dict[tuple[int, str], date] = {}
        people: dict[tuple[int, str], Person] = {}
        for taker in takers:
            key = (taker.person.agency.pk, taker.person.badge)
            people[key] = taker.person
            days.setdefault(key, []).extend(taker.days)
            for taken in taker.taken:
                if taken.service and taken.line.service_since:
                    since.setdefault(key, taken.line.service_since)
        found: dict[tuple[int, str], tuple[int, int, str]] = {}
        serve: list[tuple[int, date]] = []
        for key, person in people.items():
            line, appointment = person.line, person.appointment
            if appointment is not None:
                found[key] = (appointment.officer_id, appointment.pk, line.name_key)
                if key in since:
                    serve.append((appointment.officer_id, since[key]))
                continue
            officer = rows.add(
                Officer,
                agency_id=person.agency.pk,
                last_name=line.last_name,
                first_name=line.first_name,
                name_key=line.name_key,
                email="",
                law_enforcement_since=since.get(key),
            )
            appointed = rows.add(
                Appointment,
                agency_id=person.agency.pk,
                officer_id=officer,
                badge_number=person.badge,
                rank="",
                valid_from=min(days[key], default=today_at(person.agency)),
                valid_to=FOREVER,
            )
            found[key] = (officer, appointed, line.name_key)
        if serve:
            with connection.cursor() as cursor:
                cursor.execute(_SERVICE, [list(column) for column in zip(*serve, strict=True)])
        return found

    def _take_turns(self, takers: Iterable[Taker]) -> None:
        """Hold what others write to as well, in the order in which acts on agreements and edits of
        officers do: agreements, participations, officers."""
        takers = list(takers)
        for pk in sorted({taker.meant[0].agreement.pk for taker in takers}):
            hold_agreement(pk)
        known = {taker.record.participation.pk for taker in takers if taker.record}
        appointed = {taker.person.appointment for taker in takers} - {None}
        for model, ids in (
            (Participation, known),
            (Officer, {row.officer_id for row in appointed if row is not None}),
        ):
            rows: Any = model._default_manager.filter(pk__in=ids).order_by("pk")
            list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))

    def _follow(self, written: Written) -> None:
        """Records and steps that a later file concludes."""
        for state, ids in written.states.items():
            Enrollment.objects.filter(pk__in=ids).update(state=state)
        for step, ids in written.steps.items():
            Participation.objects.filter(pk__in=ids).update(step=step)
