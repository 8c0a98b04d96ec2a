"""Classes as pages show them: the list by keyset, and the days of one with its holidays."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.keyset import Keyset, Page
from training.models import ClassDay, Course, TrainingClass

SOONEST_FIRST = Keyset("starts_on", "pk")
LATEST_FIRST = Keyset("-starts_on", "-pk")


class When(StrEnum):
    """Which classes a list shows, seen from a day."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    ENDED = "ended"


def classes_page(when: When, day: date, *, course: Course | None, after: str = "") -> Page:
    """One page of classes, the nearest to `day` first. One query."""
    rows = _classes(when, day)
    if course is not None:
        rows = rows.filter(course_version__course=course)
    keyset = LATEST_FIRST if when is When.ENDED else SOONEST_FIRST
    return keyset.page(rows.select_related("course_version__course"), after)


def _classes(when: When, day: date) -> QuerySet[TrainingClass]:
    if when is When.UPCOMING:
        return TrainingClass.objects.filter(starts_on__gt=day)
    if when is When.ENDED:
        return TrainingClass.objects.filter(ends_on__lt=day)
    return TrainingClass.objects.filter(starts_on__lte=day, ends_on__gte=day)


@dataclass(frozen=True)
class Calendar:
    """The days of a class, holidays included, and what they add up to."""

    days: list[ClassDay]
    course_hours: int

    @property
    def training_days(self) -> list[ClassDay]:
        """The days on which it meets."""
        return [day for day in self.days if not day.holiday]

    @property
    def holidays(self) -> list[ClassDay]:
        """The weekdays that a federal holiday takes out."""
        return [day for day in self.days if day.holiday]

    @property
    def hours(self) -> int:
        """Hours of all days on which it meets."""
        return sum(day.hours for day in self.days)

    @property
    def hours_lost(self) -> int:
        """Hours of the course that the holidays take."""
        return max(self.course_hours - self.hours, 0)

    @property
    def holidays_in_words(self) -> str:
        """Which holidays take how many days out: "Veterans Day on 11 Nov takes a day out"."""
        return holidays_in_words([(day.holiday, day.day) for day in self.holidays])

    @property
    def weeks(self) -> list[list[ClassDay]]:
        """The days by calendar week."""
        weeks: list[list[ClassDay]] = []
        for day in self.days:
            if not weeks or day.day.isocalendar()[:2] != weeks[-1][0].day.isocalendar()[:2]:
                weeks.append([])
            weeks[-1].append(day)
        return weeks


def holidays_in_words(holidays: list[tuple[str, date]]) -> str:
    """The holidays of a class by name and day, and what they take; empty where there is none."""
    if not holidays:
        return ""
    names = [
        _("%(holiday)s on %(day)s") % {"holiday": _(name), "day": date_format(day, "j M")}
        for name, day in holidays
    ]
    words = ngettext("%(names)s takes a day out", "%(names)s take %(n)d days out", len(names))
    return words % {"names": ", ".join(names), "n": len(names)}


def calendar_of(training_class: TrainingClass) -> Calendar:
    """The calendar of a class. One query, none where its days were fetched before."""
    days = sorted(training_class.days.all(), key=lambda day: day.day)
    for day in days:
        day.training_class = training_class
    return Calendar(days, training_class.course_version.hours)
