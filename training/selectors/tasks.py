"""What an end of authority leaves to do: notices to send, credentials to ask back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from accounts.keyset import Keyset, Page
from accounts.permissions import Permission
from accounts.viewer import Viewer
from agencies.models import Agency
from training.models import CredentialReturn, Notice
from training.rules import notice as rule

SENT_SHOWN = 10
FIRST_DUE_FIRST = Keyset("due_at", "pk")
LONGEST_OUT_FIRST = Keyset("opened_on", "pk")


@dataclass(frozen=True)
class OpenTasks:
    """How many notices wait and how many of them are late, and how many credentials are out."""

    notices: int
    late: int
    first_due_at: datetime | None
    returns: int
    oldest_return: date | None


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """Notices that the viewer may send, with what pages name."""
    return Notice.objects.visible_to(viewer, Permission.SEND_NOTICES).select_related(
        "agency",
        "participation__officer",
        "participation__agreement__form_revision",
        "agreement_act__agreement__form_revision",
        "sent_by",
    )


def credential_returns(viewer: Viewer) -> QuerySet[CredentialReturn]:
    """Credentials whose return the viewer may record, with what pages name."""
    return CredentialReturn.objects.visible_to(viewer, Permission.SEND_NOTICES).select_related(
        "agency",
        "participation__officer",
        "participation__agency",
        "participation__appointment",
        "participation__agreement__form_revision",
        "returned_to",
    )


def notices_to_send(viewer: Viewer, after: str = "") -> Page:
    """Notices that were not sent, the first due first."""
    return FIRST_DUE_FIRST.page(notices(viewer).filter(sent_at=None), after)


def credentials_out(viewer: Viewer, after: str = "") -> Page:
    """Credentials that did not come back, out for longest first."""
    rows = credential_returns(viewer).filter(returned_on=None)
    return LONGEST_OUT_FIRST.page(rows, after)


def sent_lately(viewer: Viewer) -> list[Notice]:
    """The last notices sent. One query."""
    return list(
        notices(viewer).filter(sent_at__isnull=False).order_by("-sent_at", "-pk")[:SENT_SHOWN]
    )


def open_tasks(viewer: Viewer, now: datetime, agency: Agency | None = None) -> OpenTasks:
    """What waits at the viewer's agencies, or at one of them, in numbers. Two queries."""
    waiting = Notice.objects.visible_to(viewer, Permission.SEND_NOTICES).filter(sent_at=None)
    out = CredentialReturn.objects.visible_to(viewer, Permission.SEND_NOTICES).filter(
        returned_on=None
    )
    if agency is not None:
        waiting, out = waiting.filter(agency=agency), out.filter(agency=agency)
    noticed = waiting.order_by().aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)), first=Min("due_at")
    )
    returned = out.order_by().aggregate(n=Count("pk"), first=Min("opened_on"))
    return OpenTasks(
        noticed["n"], noticed["late"], noticed["first"], returned["n"], returned["first"]
    )


def clock_of(notice: Notice) -> rule.Clock | None:
    """The clause that asks for this notice."""
    about = notice.participation or notice.agreement_act
    form = about.agreement.form_revision if about else None
    return rule.clock_of(notice.kind, form.code if form else "")
