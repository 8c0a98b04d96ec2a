"""Courses as pages show them: versions, and the modules of one by week and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from agencies.models.rows import FOREVER
from training.models import Course, CourseVersion, Module


@dataclass(frozen=True)
class Week:
    """One week of a course version with what is taught in it."""

    number: int
    modules: list[Module]

    @property
    def hours(self) -> int:
        """Hours of the week's modules together."""
        return sum(module.hours for module in self.modules)


@dataclass(frozen=True)
class Version:
    """A course version with its weeks."""

    version: CourseVersion
    weeks: list[Week]
    day: date

    @property
    def exams(self) -> int:
        """How many exams it has."""
        return sum(bool(module.exam_code) for week in self.weeks for module in week.modules)

    @property
    def topics(self) -> int:
        """How many topics it covers."""
        return sum(len(module.topics) for week in self.weeks for module in week.modules)

    @property
    def is_current(self) -> bool:
        """Whether a class may start in it on the day."""
        return self.version.valid_from <= self.day < self.version.valid_to

    @property
    def is_open_ended(self) -> bool:
        """Whether no last day is known."""
        return self.version.valid_to == FOREVER


def courses_on(day: date) -> list[tuple[Course, CourseVersion | None]]:
    """Every course with the version in which a class may start on `day`. Two queries."""
    newest_first = CourseVersion.objects.order_by("-valid_from")
    return [
        (
            course,
            next((v for v in course.versions.all() if v.valid_from <= day < v.valid_to), None),
        )
        for course in Course.objects.prefetch_related(Prefetch("versions", newest_first))
    ]


def versions_of(course: Course, day: date) -> list[Version]:
    """The versions of a course, newest first, each by week. Two queries."""
    versions = course.versions.order_by("-valid_from").prefetch_related("modules")
    return [Version(version, list(_weeks(version)), day) for version in versions]


def _weeks(version: CourseVersion) -> Iterator[Week]:
    modules = sorted(version.modules.all(), key=lambda module: (module.week, module.position))
    for number, group in groupby(modules, key=lambda module: module.week):
        yield Week(number, list(group))
