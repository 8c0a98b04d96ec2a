import pytest
from django.urls import reverse

from training.models import Course

pytestmark = pytest.mark.usefixtures("arranged")


def test_every_course_is_listed_with_its_hours_and_how_sure_they_are(wso, signed_in):
    page = signed_in(wso.administrator).get(reverse("courses")).content.decode()
    for course in Course.objects.all():
        assert course.title in page
    assert "Assumed" in page
    assert "Sourced" in page


def test_a_course_shows_its_modules_by_week_and_day_with_pass_mark_and_source(wso, signed_in):
    course = Course.objects.get(code="BASIC")
    page = signed_in(wso.administrator).get(reverse("course", args=[course.uuid]))
    words = page.content.decode()
    assert "20 training days" in words
    assert "160 hours" in words
    assert "pass mark 70" in words
    assert "CRS In Focus" in words
    assert [week.number for week in page.context["chosen"].weeks] == [1, 2, 3, 4]
    for topic in ("Civil rights laws", "ICE use of force policy", "Consular notification"):
        assert topic in words
