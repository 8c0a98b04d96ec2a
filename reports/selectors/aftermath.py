"""What an end of authority leaves to do, and waivers that wait, as tasks of the home pages."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from reports.selectors.attention import Task
from training.selectors.tasks import OpenTasks, open_tasks
from training.selectors.waivers import waivers_waiting
from training.states import Compliance


def aftermath_tasks(viewer: Viewer, agency: Agency | None = None) -> list[Task]:
    """Notices to send, credentials to ask back, waivers to decide: what the role may do of these.

    At most three queries.
    """
    tasks: list[Task] = []
    if viewer.may(Permission.SEND_NOTICES):
        found = open_tasks(viewer, timezone.now(), agency)
        tasks += _notices(found) + _returns(found)
    if viewer.may(Permission.DECIDE_WAIVERS):
        tasks += _waivers(viewer)
    return tasks


def _notices(found: OpenTasks) -> list[Task]:
    if found.first_due_at is None:
        return []
    title = ngettext("%(n)s notice to send", "%(n)s notices to send", found.notices) % {
        "n": intcomma(found.notices)
    }
    late = ngettext("%(n)s is late", "%(n)s are late", found.late) % {"n": intcomma(found.late)}
    return [
        Task(
            title=title,
            why=late if found.late else gettext("none is late"),
            when=gettext("Was due") if found.late else gettext("Due"),
            on=localtime(found.first_due_at).date(),
            act=gettext("See the notices"),
            url=reverse("tasks"),
            state=Compliance.OVERDUE if found.late else Compliance.DUE_SOON,
        )
    ]


def _returns(found: OpenTasks) -> list[Task]:
    if not found.returns:
        return []
    title = ngettext(
        "Credentials of %(n)s officer are to come back",
        "Credentials of %(n)s officers are to come back",
        found.returns,
    ) % {"n": intcomma(found.returns)}
    return [
        Task(
            title=title,
            why=gettext("ICE’s property, asked back when authority ends"),
            when=gettext("The first since"),
            on=found.oldest_return,
            act=gettext("Record a return"),
            url=reverse("tasks") + "#returns",
            icon="identification",
        )
    ]


def _waivers(viewer: Viewer) -> list[Task]:
    waiting = waivers_waiting(viewer)
    if waiting.oldest is None:
        return []
    title = ngettext(
        "%(n)s waiver waits for a decision", "%(n)s waivers wait for a decision", waiting.number
    ) % {"n": intcomma(waiting.number)}
    return [
        Task(
            title=title,
            why=gettext("until then the requirement is asked"),
            when=gettext("The oldest since"),
            on=localtime(waiting.oldest).date(),
            act=gettext("Decide"),
            url=reverse("waivers"),
            icon="event",
        )
    ]
