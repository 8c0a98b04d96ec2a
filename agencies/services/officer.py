"""An agency's officers: adding one, and correcting the record."""

from datetime import date

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agency, Appointment, Officer
from agencies.models.rows import FOREVER, name_key
from agencies.rules.officer import Flaw, flaws_of
from agencies.selectors.agency import today_at

# The field of the form, and the words beside it.
_WORDS = {
    Flaw.LAST_NAME_MISSING: ("last_name", gettext_lazy("Enter the last name.")),
    Flaw.FIRST_NAME_MISSING: ("first_name", gettext_lazy("Enter the first name.")),
    Flaw.BADGE_MISSING: ("badge_number", gettext_lazy("Enter the badge number.")),
    Flaw.HIRED_IN_FUTURE: (
        "hired_on",
        gettext_lazy("This day lies ahead. Add the officer once the service has begun."),
    ),
    Flaw.SERVING_IN_FUTURE: ("law_enforcement_since", gettext_lazy("This day lies ahead.")),
    Flaw.HIRED_BEFORE_SERVING: (
        "law_enforcement_since",
        gettext_lazy("The officer cannot serve here before serving at all: correct one day."),
    ),
}


def add_officer(
    viewer: Viewer,
    agency: Agency,
    *,
    last_name: str,
    first_name: str,
    badge_number: str,
    hired_on: date,
    rank: str = "",
    email: str = "",
    law_enforcement_since: date | None = None,
) -> Officer:
    """Add an officer who serves at `agency` since `hired_on`; their history begins here.

    Raises `Refused` for what is missing or impossible, and for a badge in use.
    """
    viewer.must(Permission.KEEP_OFFICERS)
    agency = Agency.objects.visible_to(viewer, Permission.KEEP_OFFICERS).get(pk=agency.pk)
    last_name, first_name, badge_number = map(_one_line, (last_name, first_name, badge_number))
    _refuse_flaws(
        agency,
        last_name=last_name,
        first_name=first_name,
        badge_number=badge_number,
        hired_on=hired_on,
        law_enforcement_since=law_enforcement_since,
    )
    _refuse_badge_in_use(agency, badge_number, hired_on, FOREVER)
    with refused_by(_badge_in_use(badge_number)):
        officer = Officer.objects.create(
            agency=agency,
            last_name=last_name,
            first_name=first_name,
            name_key=name_key(last_name, first_name),
            email=email.strip().lower(),
            law_enforcement_since=law_enforcement_since,
        )
        Appointment.objects.create(
            agency=agency,
            officer=officer,
            badge_number=badge_number,
            rank=_one_line(rank),
            valid_from=hired_on,
        )
    return officer


def edit_officer(
    viewer: Viewer,
    officer: Officer,
    *,
    last_name: str,
    first_name: str,
    badge_number: str,
    hired_on: date,
    rank: str = "",
    email: str = "",
    law_enforcement_since: date | None = None,
) -> Officer:
    """Correct an officer's record and the latest appointment at the agency that keeps it."""
    viewer.must(Permission.KEEP_OFFICERS)
    officer = (
        Officer.objects.visible_to(viewer, Permission.KEEP_OFFICERS)
        .select_for_update(of=("self",), no_key=True)
        .select_related("agency")
        .get(pk=officer.pk)
    )
    appointment = _locked(latest_appointment(officer))
    last_name, first_name, badge_number = map(_one_line, (last_name, first_name, badge_number))
    _refuse_flaws(
        officer.agency,
        last_name=last_name,
        first_name=first_name,
        badge_number=badge_number,
        hired_on=hired_on,
        law_enforcement_since=law_enforcement_since,
    )
    if hired_on >= appointment.valid_to:
        refuse_if([Reason(_("The service ended before this day."), "hired_on")])
    if appointment.participates_from and hired_on > appointment.participates_from:
        refuse_if([_takes_part_before(appointment.participates_from)])
    _refuse_badge_in_use(
        officer.agency, badge_number, hired_on, appointment.valid_to, but=appointment
    )
    officer.last_name, officer.first_name = last_name, first_name
    officer.name_key = name_key(last_name, first_name)
    officer.email = email.strip().lower()
    officer.law_enforcement_since = law_enforcement_since
    appointment.badge_number, appointment.rank = badge_number, _one_line(rank)
    appointment.valid_from = hired_on
    with refused_by(_badge_in_use(badge_number)):
        officer.save()
        appointment.save()
    return officer


def latest_appointment(officer: Officer) -> Appointment:
    """The officer's service at the agency that keeps the record."""
    here = Appointment.objects.filter(officer=officer, agency=officer.agency_id)
    latest: Appointment = here.latest("valid_from")
    return latest


def _locked(appointment: Appointment) -> Appointment:
    """The appointment under a row lock: a nomination meanwhile would rest on its old start."""
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    locked: Appointment = rows.get(pk=appointment.pk)
    return locked


def _takes_part_before(day: date) -> Reason:
    words = _("The officer takes part in the program since %s: the service began by then.")
    return Reason(words % date_format(day, "j M Y"), "hired_on")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse_flaws(
    agency: Agency,
    *,
    last_name: str,
    first_name: str,
    badge_number: str,
    hired_on: date,
    law_enforcement_since: date | None,
) -> None:
    flaws = flaws_of(
        last_name=last_name,
        first_name=first_name,
        badge_number=badge_number,
        hired_on=hired_on,
        law_enforcement_since=law_enforcement_since,
        today=today_at(agency),
    )
    refuse_if([Reason(str(_WORDS[flaw][1]), _WORDS[flaw][0]) for flaw in flaws])


def _refuse_badge_in_use(
    agency: Agency,
    badge_number: str,
    valid_from: date,
    valid_to: date,
    but: Appointment | None = None,
) -> None:
    """Name the officer who has the badge. Two who give badges at one agency take turns: exclusion
    constraints checked at the same moment would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('badges of ' || %s, 287))",
            [str(agency.pk)],
        )
    others = Appointment.objects.filter(
        agency=agency, badge_number=badge_number, valid_from__lt=valid_to, valid_to__gt=valid_from
    )
    if but is not None:
        others = others.exclude(pk=but.pk)
    if holder := others.select_related("officer").first():
        words = _("%(officer)s has the badge %(badge)s. Enter another number.")
        text = words % {"officer": holder.officer, "badge": badge_number}
        refuse_if([Reason(text, "badge_number")])


def _badge_in_use(badge_number: str) -> dict[str, Reason]:
    in_use = _("Another officer has the badge %s. Enter another number.") % badge_number
    overlaps = _("The officer has an earlier appointment here that reaches past this day.")
    return {
        "appointment_badge_in_use": Reason(in_use, "badge_number"),
        "appointment_once_at_an_agency": Reason(overlaps, "hired_on"),
    }
