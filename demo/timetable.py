"""The classes: on a grid around today, so that some ended, some run and some lie ahead."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from demo.rows import Rows
from training.models import ClassDay, CourseVersion, TrainingClass
from training.rules.class_days import class_days


@dataclass(frozen=True)
class Pattern:
    """How a course is run: every so many days, counted from one start near today."""

    every: int
    offset: int  # of the start nearest to today, in days
    seats: int
    places: tuple[str, ...]
    delivery: str


PATTERNS: dict[str, Pattern] = {
    "BASIC": Pattern(14, -15, 24, ("Charleston", "Glynco", "Artesia"), "in_person"),
    "TFM": Pattern(7, -1, 40, ("Online", "Online, second room"), "online"),
    "WSO": Pattern(14, -2, 30, ("At the agency", "Regional office"), "in_person"),
    "REFRESHER": Pattern(28, -8, 24, ("Charleston", "Online"), "mixed"),
}
AHEAD = timedelta(days=75)


@dataclass
class Sitting:
    """A class with its days, and how many officers it has."""

    training_class: TrainingClass
    days: list[ClassDay]
    course: str
    taken: int = 0
    is_used: bool = False

    @property
    def starts_on(self) -> date:
        """The first day."""
        return self.training_class.starts_on

    @property
    def ends_on(self) -> date:
        """The last day on which it meets."""
        return self.training_class.ends_on

    @property
    def training_days(self) -> list[ClassDay]:
        """The days that are no holiday."""
        return [day for day in self.days if not day.holiday]


@dataclass
class Timetable:
    """Every class that could be; only those that somebody takes, or may still take, are kept."""

    rows: Rows
    today: date
    since: date
    instructors: list[User]
    _grid: dict[str, list[list[Sitting]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        starts = sorted(
            (start, course.course.code, course)
            for course in CourseVersion.objects.select_related("course").order_by("pk")
            if course.course.code in PATTERNS
            for start in self._starts(course)
        )
        for number, (start, code, version) in enumerate(starts, 1):
            sitting = self._sitting(version, start, f"CL{number:03d}", 0)
            self._grid.setdefault(code, []).append([sitting])

    def _starts(self, version: CourseVersion) -> list[date]:
        pattern = PATTERNS[version.course.code]
        near = self.today + timedelta(days=pattern.offset)
        monday = near - timedelta(days=near.weekday())
        first = max(version.valid_from, self.since)
        steps = range(-((monday - first).days // pattern.every), AHEAD.days // pattern.every + 1)
        starts = [monday + timedelta(days=step * pattern.every) for step in steps]
        return [_that_meets(start) for start in starts if start >= first]

    def _sitting(self, version: CourseVersion, start: date, class_id: str, room: int) -> Sitting:
        pattern = PATTERNS[version.course.code]
        days = class_days(start, version.training_days, version.hours_a_day)
        training_class = TrainingClass(
            class_id=class_id,
            course_version=version,
            place=pattern.places[room % len(pattern.places)],
            delivery=pattern.delivery,
            starts_on=start,
            ends_on=days[-1].day,
            seats=pattern.seats,
        )
        rows = [
            ClassDay(
                training_class=training_class,
                day=day.day,
                number=day.number,
                hours=day.hours,
                holiday=day.holiday,
            )
            for day in days
        ]
        return Sitting(training_class, rows, version.course.code)

    def ended(self, course: str, by: date, since: date) -> Sitting | None:
        """The last class that ended by a day and began on or after `since`, with a seat."""
        slots = self._grid[course]
        at = bisect_right(slots, by, key=lambda rooms: rooms[0].ends_on)
        if at == 0 or slots[at - 1][0].starts_on < since:
            return None
        return self._room(slots[at - 1])

    def running(self, course: str) -> Sitting:
        """The class that runs today and began last before today, or else ended last."""
        slots = self._grid[course]
        at = bisect_right(slots, self.today - timedelta(days=1), key=lambda r: r[0].starts_on)
        return self._room(slots[at - 1])

    def coming(self, course: str, which: int = 0) -> Sitting:
        """A class that begins after today: 0 the next one, 1 the one after it."""
        slots = self._grid[course]
        at = bisect_right(slots, self.today, key=lambda rooms: rooms[0].starts_on)
        return self._room(slots[min(at + which, len(slots) - 1)])

    def _room(self, rooms: list[Sitting]) -> Sitting:
        for sitting in rooms:
            if sitting.taken < sitting.training_class.seats:
                sitting.taken += 1
                sitting.is_used = True
                return sitting
        first = rooms[0].training_class
        class_id = f"{first.class_id}-{chr(ord('A') + len(rooms))}"
        rooms.append(self._sitting(first.course_version, first.starts_on, class_id, len(rooms)))
        rooms[-1].taken, rooms[-1].is_used = 1, True
        return rooms[-1]

    def write(self) -> None:
        """Write the classes that have officers and those ahead; the next one is nearly full."""
        kept = [
            sitting
            for slots in self._grid.values()
            for rooms in slots
            for sitting in rooms
            if sitting.is_used or sitting.starts_on >= self.today
        ]
        for sitting in kept:
            training_class = sitting.training_class
            is_next = sitting.starts_on > self.today and sitting.taken >= 3
            if is_next and sitting.course in ("BASIC", "WSO"):
                training_class.seats = sitting.taken + (1 if sitting.course == "BASIC" else 2)
            self.rows.add(training_class)
            for day in sitting.days:
                self.rows.add(day)
        self.rows.write(TrainingClass, ClassDay)
        teaches = TrainingClass.instructors.through
        teaches.objects.bulk_create(
            teaches(
                trainingclass_id=sitting.training_class.pk,
                user_id=self.instructors[at % len(self.instructors)].pk,
            )
            for at, sitting in enumerate(kept)
        )


def _that_meets(day: date) -> date:
    """The day, or the next on which a class may begin: no weekend, no federal holiday."""
    while (first := class_days(day, 1, 1)[0]).holiday or first.day != day:
        day += timedelta(days=1)
    return day
