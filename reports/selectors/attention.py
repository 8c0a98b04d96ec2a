"""What needs the viewer: a short list of tasks, the most urgent first, each with its next step."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from reports.selectors.compliance import standings_on
from reports.selectors.first_thing import due_dates, first_due, reasons_in_words, records_of
from reports.selectors.unsent import ended_classes
from training.kinds import Kind
from training.models import Participation, Standing
from training.states import Compliance, Status

NAMED = 3


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, and the next step.

    `when` and `on` date it ("The oldest since", a day). `state` gives the icon; `icon` stands in
    for it where there is no state.
    """

    title: str
    why: str
    act: str
    url: str
    when: str = ""
    on: date | None = None
    state: str = ""
    icon: str = ""


@dataclass(frozen=True)
class _Due:
    participation: int
    kind: Kind
    on: date | None


def tasks_of(viewer: Viewer, day: date, agency: Agency | None = None) -> list[Task]:
    """Everything that waits for somebody at the viewer's agencies, or at one of them."""
    standings = standings_on(viewer, day)
    participations = Participation.objects.visible_to(viewer)
    if agency is not None:
        standings = standings.filter(agency=agency)
        participations = participations.filter(agency=agency)
    listed = _Lists(agency)
    tasks = _overdue(standings, day, listed)
    tasks += _returned(participations)
    tasks += _unsent(viewer, agency)
    tasks += _in_conflict(standings, listed)
    tasks += _missing(standings, day, listed)
    tasks += _due_soon(standings, day, listed)
    if viewer.may(Permission.ENROLL):
        tasks += _without_class(standings)
    return tasks


class _Lists:
    """Addresses of the officer list, kept to one agency where a page is about one."""

    def __init__(self, agency: Agency | None) -> None:
        self.agency = agency

    def __call__(self, **query: str) -> str:
        if self.agency is not None:
            query["agency"] = str(self.agency.uuid)
        return f"{reverse('officers')}?{urlencode(query)}"

    def conflicts(self) -> str:
        """The records that contradict each other."""
        query = {"agency": str(self.agency.uuid)} if self.agency is not None else {}
        return f"{reverse('conflicts')}?{urlencode(query)}" if query else reverse("conflicts")


def _dues(standings: QuerySet[Standing], day: date) -> list[_Due]:
    ids = standings.values("participation_id")
    dues = []
    for pk, due in due_dates(ids, day).items():
        if found := first_due(due):
            dues.append(_Due(pk, *found))
    return sorted(dues, key=lambda due: (due.on or date.min, due.participation))


def _by_kind(dues: list[_Due]) -> dict[Kind, list[_Due]]:
    groups: dict[Kind, list[_Due]] = defaultdict(list)
    for due in dues:
        groups[due.kind].append(due)
    return groups


def _names(dues: list[_Due]) -> dict[int, str]:
    ids = [due.participation for group in _by_kind(dues).values() for due in group[:NAMED]]
    found = Participation.objects.filter(pk__in=ids).select_related("officer")
    return {participation.pk: str(participation.officer) for participation in found}


def _people(names: list[str]) -> str:
    return "; ".join(names)


def _overdue(standings: QuerySet[Standing], day: date, listed: _Lists) -> list[Task]:
    dues = _dues(standings.filter(grade=Standing.Grade.OVERDUE), day)
    if not dues:
        return []
    names, tasks = _names(dues), []
    for kind, group in _by_kind(dues).items():
        tasks.append(
            Task(
                title=ngettext("%(n)s overdue: %(kind)s", "%(n)s overdue: %(kind)s", len(group))
                % {"n": intcomma(len(group)), "kind": _lower(kind)},
                why=_people([names[due.participation] for due in group[:NAMED]]),
                when=gettext("The oldest since"),
                on=group[0].on,
                act=_mend(kind, len(group)),
                url=reverse("classes") if kind is Kind.REFRESHER else listed(compliance="overdue"),
                state=Compliance.OVERDUE,
            )
        )
    return tasks


def _mend(kind: Kind, number: int) -> str:
    if kind is Kind.REFRESHER:
        return gettext("Find a class")
    return ngettext("See the officer", "See the %(n)s officers", number) % {"n": intcomma(number)}


def _lower(kind: Kind) -> str:
    label = str(kind.label)
    return label[0].lower() + label[1:]


def _returned(participations: QuerySet[Participation]) -> list[Task]:
    back = list(
        participations.filter(step=Participation.Step.RETURNED).values_list("pk", flat=True)
    )
    if not back:
        return []
    records = records_of(back).filter(state="returned").select_related("officer")
    return [
        Task(
            title=gettext("Training record returned: %s") % record.officer,
            why=gettext("Class %(class)s: %(reasons)s")
            % {
                "class": record.training_class.class_id,
                "reasons": reasons_in_words(record),
            },
            act=gettext("Mend and send again"),
            url=reverse("record", args=[record.uuid]),
            icon="undo",
        )
        for record in records.order_by("submitted_at")[:NAMED]
    ]


def _unsent(viewer: Viewer, agency: Agency | None) -> list[Task]:
    classes = ended_classes(viewer, agency)
    tasks = [
        Task(
            title=gettext("Class %(class)s has ended: %(what)s")
            % {"class": ended.training_class.class_id, "what": ended.words},
            why=_people([str(r.officer) for r in [*ended.complete, *ended.unfinished][:NAMED]]),
            when=gettext("Ended on"),
            on=ended.training_class.ends_on,
            act=gettext("Send to sign-off") if ended.complete else gettext("See what is missing"),
            url=reverse("class", args=[ended.training_class.uuid]),
            icon="send",
        )
        for ended in classes[:NAMED]
    ]
    if more := len(classes) - len(tasks):
        tasks.append(
            Task(
                title=ngettext(
                    "%(n)s more class has ended with records not sent",
                    "%(n)s more classes have ended with records not sent",
                    more,
                )
                % {"n": intcomma(more)},
                why=_people([ended.training_class.class_id for ended in classes[NAMED:][:NAMED]]),
                act=gettext("See the classes"),
                url=reverse("classes"),
                icon="send",
            )
        )
    return tasks


def _in_conflict(standings: QuerySet[Standing], listed: _Lists) -> list[Task]:
    from training.models import Flag

    flags = list(
        Flag.objects.filter(
            participation__in=standings.filter(grade=Standing.Grade.CONFLICT).values(
                "participation_id"
            ),
            disposed_at=None,
        )
        .select_related("participation__officer")
        .order_by("affected_from", "id")[:100]
    )
    if not flags:
        return []
    names = list(dict.fromkeys(str(flag.participation.officer) for flag in flags))
    first = flags[0]
    why = f"{first.get_code_display()}: {_people(names[:NAMED])}"
    return [
        Task(
            title=ngettext("%(n)s record conflicts", "%(n)s records conflict", len(names))
            % {"n": intcomma(len(names))},
            why=why,
            act=gettext("Compare the records"),
            url=listed.conflicts(),
            state=Compliance.CONFLICT,
        )
    ]


def _missing(standings: QuerySet[Standing], day: date, listed: _Lists) -> list[Task]:
    dues = _dues(standings.filter(grade=Standing.Grade.MISSING), day)
    names = _names(dues) if dues else {}
    return [
        Task(
            title=gettext("%(n)s missing: %(kind)s")
            % {"n": intcomma(len(group)), "kind": _lower(kind)},
            why=_people([names[due.participation] for due in group[:NAMED]]),
            act=_mend(Kind.PARTICIPATION, len(group)),
            url=listed(compliance="missing"),
            state=Compliance.MISSING,
        )
        for kind, group in _by_kind(dues).items()
    ]


def _due_soon(standings: QuerySet[Standing], day: date, listed: _Lists) -> list[Task]:
    soon = standings.filter(
        grade=Standing.Grade.COMPLIANT,
        compliant_until__gt=day,
        compliant_until__lte=day + timedelta(days=30),
    )
    dues = _dues(soon, day)
    if not dues:
        return []
    first = dues[0]
    return [
        Task(
            title=ngettext(
                "%(n)s officer falls due within 30 days",
                "%(n)s officers fall due within 30 days",
                len(dues),
            )
            % {"n": intcomma(len(dues))},
            why=_lower(first.kind),
            when=gettext("First on"),
            on=first.on,
            act=_mend(Kind.PARTICIPATION, len(dues)),
            url=listed(compliance="due_soon"),
            state=Compliance.DUE_SOON,
        )
    ]


def _without_class(standings: QuerySet[Standing]) -> list[Task]:
    waiting: Any = standings.filter(status=Status.VETTED, grade=Standing.Grade.IN_PROGRESS)
    number = waiting.count()
    if not number:
        return []
    return [
        Task(
            title=ngettext(
                "%(n)s vetted officer has no class yet",
                "%(n)s vetted officers have no class yet",
                number,
            )
            % {"n": intcomma(number)},
            why=gettext("Training can begin as soon as a class has a seat"),
            act=gettext("Find a class"),
            url=reverse("classes"),
            icon="school",
        )
    ]
