from datetime import date, timedelta

import pytest

from accounts.gate import MissingPermission
from accounts.refusal import Refused
from accounts.roles import AGENCY_ADMINISTRATOR, PROGRAM_MANAGER
from accounts.viewer import acting_as
from agencies.models import Agreement, AgreementAct, FormRevision
from agencies.services.agreement_act import record_act
from agencies.services.form_revision import confirm_form
from agencies.states import ActKind
from tests.factories import AgreementFactory, viewer_as

pytestmark = pytest.mark.usefixtures("arranged")


@pytest.fixture
def agreement():
    return AgreementFactory(signed_on=date(2025, 3, 10))


@pytest.fixture
def manager():
    return viewer_as(PROGRAM_MANAGER)


def record(viewer, agreement, kind, on, evidence="Letter of 1 May 2025, no. 12"):
    with acting_as(viewer):
        return record_act(viewer, agreement, kind=kind, effective_on=on, evidence=evidence)


def test_an_act_is_recorded_with_its_document_and_author(agreement, manager):
    act = record(manager, agreement, "suspended", date(2025, 5, 1))
    assert (act.kind, act.recorded_by_id) == ("suspended", manager.user_id)
    assert not Agreement.objects.in_force_on(date(2025, 5, 1)).exists()
    assert Agreement.objects.in_force_on(date(2025, 4, 30)).exists()


def test_every_reason_against_an_act_is_said_at_once(agreement, manager):
    ahead = manager.today + timedelta(days=2)
    with pytest.raises(Refused) as caught:
        record(manager, agreement, ActKind.REINSTATED, ahead, evidence="  ")
    fields = [reason.field for reason in caught.value.reasons]
    assert fields == ["effective_on", "kind", "evidence"]
    assert AgreementAct.objects.count() == 1


def test_an_agreement_that_ended_takes_no_further_act(agreement, manager):
    record(manager, agreement, ActKind.TERMINATED, date(2025, 6, 1))
    with pytest.raises(Refused, match="does not fit the state"):
        record(manager, agreement, ActKind.SUSPENDED, date(2025, 7, 1))


def test_only_who_keeps_agreements_records_acts(agreement):
    administrator = viewer_as(AGENCY_ADMINISTRATOR, agreement.agency)
    with pytest.raises(MissingPermission):
        record(administrator, agreement, ActKind.SUSPENDED, date(2025, 5, 1))


def test_a_confirmed_form_counts_as_inferred_no_longer(manager):
    agreement = AgreementFactory(form_inferred=True)
    form = FormRevision.objects.get(code="JEM-2020")
    with acting_as(manager):
        confirm_form(manager, agreement, form)
    agreement.refresh_from_db()
    assert (agreement.form_revision, agreement.form_inferred) == (form, False)


def test_a_form_of_another_model_or_of_a_later_day_is_refused(manager):
    agreement = AgreementFactory(signed_on=date(2025, 3, 1), form="TFM-2025-02-12")
    for code, words in (("WSO-2019", "for another model"), ("TFM-2025-03-07", "before this form")):
        with acting_as(manager), pytest.raises(Refused, match=words):
            confirm_form(manager, agreement, FormRevision.objects.get(code=code))
