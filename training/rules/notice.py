"""The clocks of the notices that a form asks for: when each is due, and whether it is late.

Authority of an officer ended: TFM form section IX, the other party is told within 48 hours.
Termination or suspension of the agreement: JEM, WSO and TFM forms, 90 days. Complaint about an
officer (R25): JEM and WSO forms, the agency tells ICE within 48 hours, Saturdays and Sundays not
counted; the TFM form says "timely" and no number, so it has no clock. The MOUs and MOAs before 2013
are not known to state any.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.rules.federal_holidays import SATURDAY

# The notices, in the words of training.models.Notice.Kind.
AUTHORITY_ENDED, TERMINATION, COMPLAINT = "authority_ended", "termination", "complaint"


@dataclass(frozen=True)
class Clock:
    """One notice that forms ask for: `hours` run without a stop, or on weekdays alone; `days` are
    calendar days. `families` are the first parts of the codes of its forms."""

    notice: str
    families: frozenset[str]
    clause: str
    section: str
    source: str
    hours: int = 0
    days: int = 0
    stops_on_weekends: bool = False


CLOCKS = (
    Clock(
        notice=AUTHORITY_ENDED,
        families=frozenset({"TFM"}),
        hours=48,
        clause="ICE or the agency may end an officer's authority at any time; the other party is"
        " told within 48 hours.",
        section="IX, Certification and authorization",
        source="TFM forms revised 02/12/2025 and 03/07/2025",
    ),
    Clock(
        notice=TERMINATION,
        families=frozenset({"JEM", "WSO", "TFM"}),
        days=90,
        clause="Ending or suspending the agreement asks for 90 days' written notice.",
        section="Duration and termination",
        source="WSO form of 2019 (Pinellas County FL); JEM form of 2020 and the addendum on"
        " suspension, which the TFM form repeats",
    ),
    Clock(
        notice=COMPLAINT,
        families=frozenset({"JEM", "WSO"}),
        hours=48,
        stops_on_weekends=True,
        clause="The agency tells ICE of a complaint about an officer within 48 hours, weekends not"
        " counted.",
        section="Complaint procedures",
        source="JEM form of 2020 (Cecil County MD); WSO form of 2019 (Pinellas County FL)",
    ),
)


def clock_of(notice: str, form: str) -> Clock | None:
    """The clock that a form revision ("JEM-2020") gives a notice; None where it states none."""
    family = form.partition("-")[0]
    return next((c for c in CLOCKS if c.notice == notice and family in c.families), None)


def started_at(act_on: date, now: datetime, zone: str) -> datetime:
    """When the clock of an act starts that takes effect on a day, recorded `now`.

    The forms count from the act, not from its entry here. An act of today starts its clock as it is
    recorded; of another day only the day is known, and the clock starts as that day begins.
    """
    if now.astimezone(ZoneInfo(zone)).date() == act_on:
        return now
    return midnight(act_on, zone)


def due_at(clock: Clock, started_at: datetime, zone: str) -> datetime:
    """When the notice is due, in UTC; `zone` is the agency's IANA time zone.

    Hours are hours that pass, also over a change of the clocks. A day of the 90 is a calendar day
    of the agency: the notice is due at the same time of day.
    """
    place = ZoneInfo(zone)
    if clock.stops_on_weekends:
        return _on_weekdays(started_at, timedelta(hours=clock.hours), place)
    at = started_at.astimezone(place) + timedelta(days=clock.days)
    return at.astimezone(UTC) + timedelta(hours=clock.hours)


def is_late(due: datetime, sent_at: datetime | None, now: datetime) -> bool:
    """Whether it was sent after it was due, or is not sent and due by `now`."""
    return (sent_at or now) > due


def _on_weekdays(started_at: datetime, left: timedelta, place: ZoneInfo) -> datetime:
    """Lets `left` pass on weekdays of the place, day by day, so that no day's length is assumed."""
    at = started_at.astimezone(UTC)
    while True:
        day = at.astimezone(place).date()
        day_ends = midnight(day + timedelta(days=1), place.key)
        if day.weekday() < SATURDAY:
            if at + left <= day_ends:
                return at + left
            left -= day_ends - at
        at = day_ends


def due_before(clock: Clock, effective_on: date, zone: str) -> datetime:
    """When a notice that has to precede an act was due: `days` before the day of its effect."""
    return midnight(effective_on - timedelta(days=clock.days), zone)


def midnight(day: date, zone: str) -> datetime:
    """The moment at which a day begins in an IANA zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
