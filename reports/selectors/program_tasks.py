"""What waits for a program manager: vetting to record, forms to confirm, names to compare."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.selectors.agency_match import waiting_names
from reports.selectors.attention import Task
from reports.selectors.program import NationHome


def program_tasks(viewer: Viewer, shown: NationHome) -> list[Task]:
    """Tasks made of what the home page has counted already. One query; none for an auditor."""
    tasks = []
    if shown.waiting_vetting and viewer.may(Permission.VET):
        number = shown.waiting_vetting
        tasks.append(
            Task(
                title=ngettext(
                    "%(n)s nominated officer waits for vetting",
                    "%(n)s nominated officers wait for vetting",
                    number,
                )
                % {"n": intcomma(number)},
                why=gettext("Nobody can be enrolled before the result is recorded"),
                act=gettext("Record vetting"),
                url=reverse("vetting-queue"),
                icon="person",
            )
        )
    if shown.forms_inferred and viewer.may(Permission.MANAGE_AGREEMENTS):
        number = shown.forms_inferred
        tasks.append(
            Task(
                title=ngettext(
                    "The form of %(n)s agreement was inferred",
                    "The form of %(n)s agreements was inferred",
                    number,
                )
                % {"n": intcomma(number)},
                why=gettext("Taken from the signing date, until a person confirms it"),
                act=gettext("Confirm forms"),
                url=f"{reverse('agreements')}?form=inferred",
                icon="help",
            )
        )
    if viewer.may(Permission.MANAGE_AGREEMENTS) and (number := waiting_names(viewer)):
        tasks.append(
            Task(
                title=ngettext(
                    "%(n)s name in a list is almost a known agency's",
                    "%(n)s names in lists are almost known agencies'",
                    number,
                )
                % {"n": intcomma(number)},
                why=gettext("Their agreements are written once a person has said same or another"),
                act=gettext("Compare names"),
                url=reverse("agency-matches"),
                icon="help",
            )
        )
    return tasks
