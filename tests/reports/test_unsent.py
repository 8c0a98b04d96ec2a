"""A record that is complete and not sent is pointed out to those who can send it."""

from django.urls import reverse

from accounts.roles import TRAINING_COORDINATOR
from tests.factories import viewer_as
from tests.support import chain
from tests.support.pages import text


def test_the_agencys_home_says_which_class_has_records_to_send(arranged, signed_in):
    cast = chain.chain()
    record = chain.complete(cast, last_name="Whole")
    for viewer in (cast.administrator, viewer_as(TRAINING_COORDINATOR, cast.agency)):
        page = text(signed_in(viewer).get("/"))
        class_id = record.training_class.class_id
        assert f"Class {class_id} has ended: 1 complete record is not sent" in page
        assert "Whole" in page
        assert reverse("class", args=[record.training_class.uuid]) in page


def test_records_that_lack_something_are_counted_apart(arranged, signed_in):
    cast = chain.chain()
    chain.begun(cast, last_name="Begun")
    page = text(signed_in(cast.administrator).get("/"))
    assert "1 record lacks something" in page
    assert "See what is missing" in page
    assert "complete record" not in page


def test_a_record_that_was_sent_is_not_pointed_out_to_the_agency(arranged, signed_in):
    cast = chain.chain()
    chain.submitted(cast)
    assert "has ended" not in text(signed_in(cast.administrator).get("/"))


def test_nobody_is_told_of_records_at_another_agency(arranged, signed_in):
    chain.complete(chain.chain())
    assert "has ended" not in text(signed_in(chain.chain().administrator).get("/"))


def test_more_than_three_classes_are_counted(arranged, signed_in):
    cast = chain.chain()
    for _ in range(5):
        chain.complete(cast)
    page = text(signed_in(cast.administrator).get("/"))
    assert page.count("has ended: 1 complete record is not sent") == 3
    assert "2 more classes have ended with records not sent" in page


def test_the_officers_page_leads_the_agency_to_the_record(arranged, signed_in):
    cast = chain.chain()
    record = chain.complete(cast)
    officer = reverse("officer", args=[record.officer.uuid])
    page = text(signed_in(cast.administrator).get(officer))
    assert "Send the record to sign-off" in page
    assert "Waived until" not in page
    assert reverse("record", args=[record.uuid]) in page
    assert "Waits for the complete record to be sent to sign-off" in text(
        signed_in(cast.supervisor).get(officer)
    )


def test_the_officers_page_says_that_the_academy_has_to_finish_the_record(arranged, signed_in):
    cast = chain.chain()
    record = chain.begun(cast)
    officer = reverse("officer", args=[record.officer.uuid])
    page = text(signed_in(cast.administrator).get(officer))
    assert "Waits for the academy: " in page
    assert f"missing in the record of class {record.training_class.class_id}" in page
    assert "Finish the record" in text(signed_in(cast.registrar).get(officer))


def test_an_officer_list_says_that_the_record_is_not_sent(arranged, signed_in):
    cast = chain.chain()
    record = chain.complete(cast)
    page = text(signed_in(cast.administrator).get(reverse("officers")))
    assert f"Class {record.training_class.class_id} has ended, record not sent" in page


def test_the_number_of_queries_does_not_depend_on_the_number_of_records(
    arranged, signed_in, django_assert_max_num_queries
):
    cast = chain.chain()
    client = signed_in(cast.administrator)
    for _ in range(2):
        chain.complete(cast)
        chain.begun(cast)
        with django_assert_max_num_queries(42):
            client.get("/")
