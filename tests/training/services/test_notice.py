"""Notices: their clock starts with the act, and only the notice of the act itself counts."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.viewer import acting_as
from agencies.models import AgreementAct
from tests.support import chain
from training.models import Notice
from training.selectors.cascade import cascade_shown
from training.services.agreement_act import record_agreement_act
from training.services.revocation import revoke
from training.services.suspension import suspend

pytestmark = pytest.mark.usefixtures("arranged")


def since(c, days, form_act):
    """An act on the agreement so many days ago."""
    return AgreementAct.objects.create(
        agency=c.agency,
        agreement=c.agreement,
        kind=form_act,
        effective_on=c.today - timedelta(days=days),
        evidence="Letter",
    )


def recorded(c, kind):
    """The notice of an act that is recorded today."""
    with acting_as(c.manager):
        shown = cascade_shown(c.manager, c.agreement, kind, c.today).notice
        act = record_agreement_act(
            c.manager, c.agreement, kind=kind, effective_on=c.today, evidence="Letter"
        )
    notice = Notice.objects.get(agreement_act=act)
    assert (shown.given_on is None) == (notice.sent_at is None)
    return notice


def midnight(c, day):
    return datetime.combine(day, time.min, ZoneInfo(c.agency.time_zone))


def test_a_revocation_recorded_ten_days_late_has_a_notice_that_was_due_eight_days_ago():
    c = chain.chain("TFM-2025-03-07")
    with chain.days_from_now(-11):
        officer = chain.authorized(c)
        day = c.today + timedelta(days=1)

    with acting_as(c.director):
        revoke(c.director, officer, on=day, letter="R-1")

    notice = Notice.objects.get(participation=officer)
    assert notice.started_at == midnight(c, day)
    assert notice.due_at == midnight(c, day) + timedelta(hours=48)
    assert notice.due_at < timezone.now()


def test_a_suspension_recorded_late_has_a_notice_that_is_due_already():
    c = chain.chain("JEM-2025-02-15")
    with chain.days_from_now(-11):
        officer = chain.authorized(c)
        day = c.today + timedelta(days=1)

    with acting_as(c.administrator):
        suspend(c.administrator, officer, reason="discipline", valid_from=day)

    notice = Notice.objects.get(participation=officer)
    assert notice.started_at == midnight(c, day)
    assert notice.due_at < timezone.now()


@pytest.mark.parametrize(
    ("form", "acts", "kind", "is_sent", "is_late"),
    [
        ("WSO-2019", [(90, "notice_of_termination")], "terminated", True, False),
        ("JEM-2020", [(90, "notice_of_termination")], "terminated", True, False),
        ("TFM-2025-03-07", [(90, "notice_of_termination")], "terminated", True, False),
        ("WSO-2019", [(89, "notice_of_termination")], "terminated", True, True),
        # A notice of termination is none of a suspension.
        ("WSO-2019", [(400, "notice_of_termination")], "suspended", False, False),
        # A reinstatement takes it back.
        (
            "JEM-2025-02-15",
            [(400, "notice_of_termination"), (300, "suspended"), (200, "reinstated")],
            "terminated",
            False,
            False,
        ),
        (
            "JEM-2025-02-15",
            [(300, "suspended"), (200, "reinstated"), (100, "notice_of_termination")],
            "terminated",
            True,
            False,
        ),
    ],
)
def test_only_the_notice_of_the_act_itself_counts(form, acts, kind, is_sent, is_late):
    c = chain.chain(form)
    for days, done in acts:
        since(c, days, done)

    notice = recorded(c, kind)

    assert (notice.sent_at is not None, notice.is_late) == (is_sent, is_late)
