"""Setting up a class, and changing one."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.crispy import FormHelper, NumberInput
from accounts.forms import DayField, Form
from accounts.models import User
from accounts.roles import REGISTRAR
from accounts.viewer import Viewer
from training.models import CourseVersion, TrainingClass
from training.rules.class_days import class_days


class ClassForm(Form):
    """What a class is: ID, course, place, first day, seats, instructors.

    `ends_on` may be left empty: the last day follows from the course and the federal holidays.
    """

    class_id = forms.CharField(
        label=_("Class ID"), max_length=20, help_text=_("As the academy writes it: CL118.")
    )
    course_version = forms.ModelChoiceField(
        CourseVersion.objects.none(),
        to_field_name="uuid",
        label=_("Course"),
        empty_label=_("Choose a course"),
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    delivery = forms.ChoiceField(
        label=_("How it is held"),
        choices=TrainingClass.Delivery.choices,
        initial=TrainingClass.Delivery.IN_PERSON,
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_(
            "Leave it empty: it is counted, one weekday for each training day. A federal holiday"
            " takes its day out and is not made up. Fill it in to check it against your own"
            " calendar."
        ),
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, widget=NumberInput)
    instructors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        to_field_name="uuid",
        label=_("Instructors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, viewer: Viewer, training_class: TrainingClass | None = None, **kwargs: Any
    ) -> None:
        if training_class is not None:
            kwargs["initial"] = _values_of(training_class)
        super().__init__(*args, **kwargs)
        day = viewer.today
        versions = CourseVersion.objects.select_related("course").order_by("course__title")
        self.fields["course_version"].queryset = versions.filter(  # type: ignore[attr-defined]
            valid_to__gt=day
        )
        self.fields["instructors"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(
                is_active=True,
                memberships__role=REGISTRAR.name,
                memberships__valid_from__lte=day,
                memberships__valid_to__gt=day,
            )
            .distinct()
            .order_by("name")
        )
        if training_class is None:
            self.helper = FormHelper(submit=_("Set up the class"), cancel=reverse("classes"))
        else:
            # Attendance hangs on the days and the course: a class on other days is another class.
            for name in ("class_id", "course_version", "starts_on", "ends_on"):
                del self.fields[name]
            self.helper = FormHelper(
                submit=_("Save the changes"), cancel=reverse("class", args=[training_class.uuid])
            )

    def clean(self) -> dict[str, Any]:
        """A class does not end before it starts, nor on another day than its calendar gives."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.pop("ends_on", None)
        version = cleaned.get("course_version")
        if not first or not last:
            return cleaned
        if last < first:
            self.add_error("ends_on", _t("The class would end before it starts."))
        elif version:
            days = class_days(first, version.training_days, version.hours_a_day)
            # A class that begins on no day of class is refused for that; its end is not counted.
            if days[0].day == first and not days[0].holiday and days[-1].day != last:
                self.add_error("ends_on", _differs(version, days[-1].day))
        return cleaned


class CancelingForm(Form):
    """Nothing to enter: the page says what happens, and the button does it."""

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(
            submit=_("Cancel the class"), cancel=reverse("class", args=[training_class.uuid])
        )


def _differs(version: CourseVersion, counted: date) -> str:
    words = ngettext(
        "%(n)d weekday from the first day ends on %(day)s.",
        "%(n)d weekdays from the first day end on %(day)s: a federal holiday takes its day out and"
        " is not made up.",
        version.training_days,
    )
    return words % {"n": version.training_days, "day": date_format(counted, "j M Y")}


def _values_of(training_class: TrainingClass) -> dict[str, Any]:
    return {
        "place": training_class.place,
        "delivery": training_class.delivery,
        "seats": training_class.seats,
        "instructors": list(training_class.instructors.all()),
    }
