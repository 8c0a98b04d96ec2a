"""Classes and their days. Opening and changing a class is the service's work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.admin.ask import ServiceForm
from accounts.admin.viewed import EditableAdmin, ViewedAdmin, ViewedInline, viewer_of
from training.models import ClassDay, TrainingClass
from training.services.training_class import change_class, open_class

OPENING = ("class_id", "course_version", "place", "delivery", "starts_on", "seats", "instructors")
CHANGING = ("place", "delivery", "seats", "instructors")


class OpeningForm(ServiceForm):
    """A class to open; its days follow from the course."""

    class Meta:
        model = TrainingClass
        fields = OPENING

    def serve(self) -> TrainingClass:
        """Open the class."""
        return open_class(self.viewer, **{name: self.cleaned_data[name] for name in OPENING})


class ChangingForm(ServiceForm):
    """What may change once officers are enrolled."""

    class Meta:
        model = TrainingClass
        fields = CHANGING

    def serve(self) -> TrainingClass:
        """Change the class."""
        values = {name: self.cleaned_data[name] for name in CHANGING}
        return change_class(self.viewer, self.instance, **values)


class ClassDayInline(ViewedInline):
    """The days on which a class meets, holidays named."""

    model = ClassDay
    fields = readonly_fields = ("day", "number", "hours", "holiday")
    ordering = ("day",)


@admin.register(TrainingClass)
class TrainingClassAdmin(EditableAdmin):
    """Classes."""

    list_display = ("class_id", "course_version", "place", "starts_on", "ends_on", "seats", "taken")
    list_filter = (
        "delivery",
        "course_version__course",
        ("canceled_on", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "starts_on"
    search = ("class_id__istartswith", "place__istartswith")
    search_help_text = gettext_lazy("The beginning of a class ID, or of a place.")
    ordering = ("-starts_on", "-pk")
    inlines = (ClassDayInline,)

    @admin.display(description=gettext_lazy("seats taken"))
    def taken(self, row: TrainingClass) -> int:
        """Seats that officers have."""
        return row.seats_taken

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """More may be said of a new class than of one that stands."""
        del request
        return (*OPENING, "ends_on", "canceled_on") if obj else OPENING

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The days stay: attendance hangs on them."""
        fields = self.get_fields(request, obj)
        return tuple(name for name in fields if name not in CHANGING) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form of the service that will be called, told who asks."""
        kwargs["form"] = ChangingForm if change else OpeningForm
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"viewer": viewer_of(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has written it."""


@admin.register(ClassDay)
class ClassDayAdmin(ViewedAdmin):
    """Days of classes."""

    list_display = ("training_class", "day", "number", "hours", "holiday")
    list_filter = (("holiday", admin.EmptyFieldListFilter),)
    date_hierarchy = "day"
    search = ("training_class__class_id__istartswith",)
    search_help_text = gettext_lazy("The beginning of a class ID.")
    follows = ("training_class",)
