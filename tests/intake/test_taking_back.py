"""Imports of the nation's lists taken back: whole, once, and only while nothing rests on them."""

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.refusal import Refused
from accounts.viewer import Viewer, acting_as
from agencies.models import Agency, Agreement, AgreementAct
from agencies.services.agency_import import import_agencies
from agencies.services.agreement_act import record_act
from agencies.services.agreement_import import import_agreements
from intake.models import Import
from intake.services import import_file as files
from intake.services.taking_back import take_back
from tests.agencies import fbi_lists, ice_lists
from tests.factories import AgencyFactory, OfficerFactory

SYSTEM = Viewer.system("test")
pytestmark = pytest.mark.usefixtures("transactional_db")


def listed(*rows):
    """ICE's list imported in a transaction of its own, and that import."""
    with acting_as(SYSTEM):
        import_agreements(SYSTEM, ice_lists.ice_list(*rows), commit=True, strict=True)
        return Import.objects.first()


def agencies_listed(*rows):
    with acting_as(SYSTEM):
        import_agencies(SYSTEM, fbi_lists.fbi_list(*rows), commit=True, strict=True)
        return Import.objects.first()


def undo(imported):
    with acting_as(SYSTEM):
        take_back(SYSTEM, imported)


def refusal_of(imported):
    with pytest.raises(Refused) as refused:
        undo(imported)
    return [reason.text for reason in refused.value.reasons]


def counts():
    with acting_as(SYSTEM):
        models = (Agency, Agreement, AgreementAct)
        return tuple(model.objects.count() for model in models)


def test_an_import_of_agreements_is_taken_back_with_its_acts():
    first = listed(ice_lists.row(county="Cypress"))
    second = listed(
        ice_lists.row(county="Other", url="https://www.ice.gov/new.pdf"),
        ice_lists.row(agency="Palm Police Department", model="WSO"),
    )
    assert counts() == (2, 2, 2)
    undo(second)
    assert counts() == (1, 1, 1)
    with acting_as(SYSTEM):
        assert Agency.objects.get().county == "Cypress"
        assert Agreement.objects.get().moa_url == "https://www.ice.gov/moa.pdf"
        events = AgreementAct.pgh_event_model.objects
        assert list(events.values_list("pgh_label", flat=True)) == ["insert", "insert", "delete"]
    undo(first)
    assert counts() == (0, 0, 0)


def test_an_import_of_agreements_stays_once_something_is_recorded_on_one():
    imported = listed(ice_lists.row())
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get()
        record_act(
            SYSTEM, agreement, kind="suspended", effective_on=agreement.signed_on, evidence="Letter"
        )
    assert refusal_of(imported) == [
        "Cypress County Sheriff's Office, AL: TFM has later records: agreement acts."
    ]
    assert counts() == (1, 1, 2)


def test_an_import_of_agreements_stays_once_an_agency_keeps_officers():
    imported = listed(ice_lists.row())
    with acting_as(SYSTEM):
        OfficerFactory(agency=Agency.objects.get())
    assert refusal_of(imported) == [
        "Cypress County Sheriff's Office, AL has later records: officers."
    ]


def test_an_act_is_deleted_in_no_other_way():
    listed(ice_lists.row())
    with pytest.raises(DatabaseError, match="never deleted"), acting_as(SYSTEM):
        AgreementAct.objects.all().delete()
    with pytest.raises(DatabaseError, match=r"permission denied|never changed"), acting_as(SYSTEM):
        AgreementAct.objects.update(evidence="Another letter")


def test_an_import_of_agencies_is_taken_back_whole():
    with acting_as(SYSTEM):
        AgencyFactory(name="Cypress Police Department", state="AL", county="", ori="AL0010100")
    imported = agencies_listed(fbi_lists.row(), fbi_lists.row(ori="AL0010200", name="Palm"))
    with acting_as(SYSTEM):
        assert list(Agency.objects.order_by("ori").values_list("fbi_name", "county")) == [
            ("Cypress", "Cypress"),
            ("Palm", "Cypress"),
        ]
    undo(imported)
    with acting_as(SYSTEM):
        assert list(Agency.objects.values_list("fbi_name", "county")) == [("", "")]


def test_an_import_of_agencies_stays_once_one_was_changed():
    imported = agencies_listed(fbi_lists.row())
    with acting_as(SYSTEM):
        Agency.objects.update(county="Palm County")
        name = str(Agency.objects.get())
    assert refusal_of(imported) == [f"{name} was changed since."]


def test_an_import_that_took_place_is_not_checked_again_whatever_the_caller_read():
    imported = listed(ice_lists.row())
    stale = Import(pk=imported.pk, kind="agreements", state=Import.State.PLANNED)
    with pytest.raises(Refused, match="took place"), acting_as(SYSTEM):
        files.again(SYSTEM, stale)
    with acting_as(SYSTEM):
        imported.refresh_from_db()
        assert imported.state == Import.State.COMMITTED
    undo(imported)
    with pytest.raises(Refused, match="took place"), acting_as(SYSTEM):
        files.again(SYSTEM, stale)


def test_what_was_committed_is_not_committed_twice_whatever_the_caller_read():
    imported = listed(ice_lists.row())
    with acting_as(SYSTEM):
        imported.state = Import.State.PLANNED
        digest = files._plan(SYSTEM, imported, lambda _table: None)[0].report.digest
    with pytest.raises(Refused, match="took place"), acting_as(SYSTEM):
        files.commit(SYSTEM, imported, digest=digest)


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ({"state": "planned"}, "import_took_place"),
        ({"created": 7}, "import_took_place"),
        ({"findings": {}}, "import_took_place"),
        ({"refusals": b"none"}, "import_took_place"),
        ({"content": b""}, "import_keeps_file"),
    ],
)
def test_the_database_holds_what_took_place(change, guard):
    imported = listed(ice_lists.row())
    with pytest.raises(IntegrityError) as error, acting_as(SYSTEM):
        Import.objects.filter(pk=imported.pk).update(**change)
    assert error.value.__cause__.diag.constraint_name == guard
