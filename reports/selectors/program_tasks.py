"""What waits for a program manager: vetting to record, forms to confirm."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.permissions import Permission
from accounts.viewer import Viewer
from reports.selectors.attention import Task
from reports.selectors.program import NationHome


def program_tasks(viewer: Viewer, shown: NationHome) -> list[Task]:
    """Tasks made of what the home page has counted already. No query; none for an auditor."""
    tasks = []
    if shown.waiting_vetting and viewer.may(Permission.VET):
        number = shown.waiting_vetting
        tasks.append(
            Task(
                title=ngettext(
                    "%(n)d nominated officer waits for vetting",
                    "%(n)d nominated officers wait for vetting",
                    number,
                )
                % {"n": number},
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
                    "The form of %(n)d agreement was inferred",
                    "The form of %(n)d agreements was inferred",
                    number,
                )
                % {"n": number},
                why=gettext("Taken from the signing date, until a person confirms it"),
                act=gettext("Confirm forms"),
                url=f"{reverse('agreements')}?form=inferred",
                icon="help",
            )
        )
    return tasks
