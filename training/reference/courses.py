"""The files of courses, one course version each."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from training.reference.files import COURSES, MARKS, Table, read


@dataclass(frozen=True)
class ModuleFile:
    """One module: the training days on which it is taught, its hours, topics and exam."""

    position: int
    week: int
    first_day: int
    last_day: int
    hours: int
    title: str
    topics: list[str]
    exam_code: str


@dataclass(frozen=True)
class CourseFile:
    """One course version as its file has it."""

    code: str
    title: str
    fulfills: str
    version: str
    models: list[str]
    valid_from: date
    valid_to: date
    training_days: int
    hours: int
    pass_mark: int
    mark: str
    source: str
    modules: list[ModuleFile]


def read_courses(folder: Path = COURSES) -> list[CourseFile]:
    """Every course version."""
    return [read_course(path) for path in sorted(folder.glob("*.toml"))]


def read_course(path: Path) -> CourseFile:
    """One course version; its modules fill its days and add up to its hours."""
    table = read(path)
    table.only(
        "code", "title", "fulfills", "version", "models", "from", "until", "training_days",
        "hours", "pass_mark", "mark", "source", "module",
    )  # fmt: skip
    first, end = table.period()
    days = table.number("training_days", 1, 100)
    hours = table.number("hours", days, 12 * days)
    if hours % days:
        raise table.refuse("hours", f"{hours} hours do not divide into {days} equal days")
    modules = [_module(t, n, days) for n, t in enumerate(table.tables("module"), start=1)]
    taught = [day for m in modules for day in range(m.first_day, m.last_day + 1)]
    if taught != list(range(1, days + 1)):
        raise table.refuse("module", "the modules do not fill each training day once, in order")
    if sum(m.hours for m in modules) != hours:
        raise table.refuse("hours", f"the modules do not add up to {hours} hours")
    return CourseFile(
        code=table.text("code"),
        title=table.text("title"),
        fulfills=table.one_of("fulfills", ("initial_course", "refresher")),
        version=table.text("version"),
        models=table.models(),
        valid_from=first,
        valid_to=end,
        training_days=days,
        hours=hours,
        pass_mark=table.number("pass_mark", 0, 100),
        mark=table.one_of("mark", MARKS),
        source=table.text("source"),
        modules=modules,
    )


def _module(table: Table, position: int, training_days: int) -> ModuleFile:
    table.only("title", "week", "days", "hours", "topics", "exam")
    days = table.get("days", list)
    numbers = [day for day in days if type(day) is int]
    if len(days) != 2 or numbers != days or not 1 <= days[0] <= days[1] <= training_days:
        raise table.refuse("days", "are not the first and the last training day of the module")
    topics = table.get("topics", list)
    if not topics or not all(isinstance(topic, str) and topic for topic in topics):
        raise table.refuse("topics", "are not a list of texts")
    return ModuleFile(
        position=position,
        week=table.number("week", 1, 60),
        first_day=days[0],
        last_day=days[1],
        hours=table.number("hours", 1, 1200),
        title=table.text("title"),
        topics=topics,
        exam_code=table.text("exam", ""),
    )
