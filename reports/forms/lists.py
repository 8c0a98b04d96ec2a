"""What lists can be narrowed to, as forms: a value nobody offers is refused at its field."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms import DayField, Form
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.geography import STATES
from agencies.models import Agency, Model
from agencies.selectors.as_recorded import as_recorded
from reports.selectors.agencies import AgencyFilters
from reports.selectors.agreements import AgreementFilters
from reports.selectors.compliance import StandingSource
from reports.selectors.officer_list import NOT_NOMINATED, OfficerFilters
from training.models import Participation
from training.selectors.known import end_of
from training.states import Compliance, Status

ANY = [("", _("All"))]
OLDEST = date(2002, 1, 1)


class AgencyField(forms.UUIDField):
    """An agency by its UUID, among those that the viewer may see."""

    viewer: Viewer

    def clean(self, value: Any) -> Agency | None:
        """The agency, or a refusal that does not tell whether there is one."""
        uuid = super().clean(value)
        if uuid is None:
            return None
        agency = Agency.objects.visible_to(self.viewer).filter(uuid=uuid).first()
        if agency is None:
            raise forms.ValidationError(_("There is no such agency among those you may see."))
        return agency


class ListForm(Form):
    """Filters in the address of a page. `on` is the day it is asked for; today by default.

    `today` is the day it is at the agency that the page is about; the viewer's where it is about
    several.

    `known` is the day at whose end the records are read, for who may ask that; now by default.
    """

    # Filters of which one may stand as a chip; the others are part of the page.
    chips: ClassVar[tuple[str, ...]] = ()

    on = DayField(
        label=_("As of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "usa-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day such as 2026-03-10.")},
    )

    known = DayField(
        label=_("As known on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "usa-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day such as 2026-03-10.")},
    )

    def __init__(self, data: Any, viewer: Viewer, *, today: date | None = None) -> None:
        self.today = today or viewer.today
        if data.get("known"):
            viewer.must(Permission.ASK_AS_KNOWN)
        # The day stands in its field, so that the page says which one it is about.
        given = data.copy()
        if not given.get("on"):
            given["on"] = self.today.isoformat()
        super().__init__(given)
        self.viewer = viewer
        self.narrow()
        if not viewer.may(Permission.ASK_AS_KNOWN):
            self.fields.pop("known", None)
        days = [name for name in ("on", "known") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in days), *days])
        for field in self.fields.values():
            if isinstance(field, AgencyField):
                field.viewer = viewer
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "usa-select"
            elif isinstance(field, forms.CharField):
                field.widget.attrs["class"] = "usa-input"
        self.fields["on"].widget.attrs["max"] = f"{viewer.today.year + 30}-12-31"
        self.is_valid()
        as_recorded((v for v in self.cleaned_data.values() if isinstance(v, Agency)), self.moment)

    def narrow(self) -> None:
        """For a subclass: leave fields out before anything is read."""

    def clean_on(self) -> date | None:
        """Within the years the program can be asked about."""
        day = self.cleaned_data["on"]
        if day and not OLDEST <= day <= self.viewer.today.replace(
            year=self.viewer.today.year + 30, day=1
        ):
            raise forms.ValidationError(_("Give a day between 2002 and 30 years from now."))
        return day

    def clean_known(self) -> date | None:
        """A day that is over in the viewer's zone, so that nothing can be added to it."""
        day = self.cleaned_data["known"]
        if day is None:
            return None
        if day < OLDEST:
            raise forms.ValidationError(_("Give a day between 2002 and yesterday."))
        try:
            self.moment = end_of(min(day, self.viewer.today), self.viewer.zone)
        except Refused as refused:
            raise forms.ValidationError([reason.text for reason in refused.reasons]) from refused
        return day

    # The end of the day that `known` names, once it is found valid.
    moment: datetime | None = None

    @contextmanager
    def over(self, participations: QuerySet[Participation]) -> Iterator[None]:
        """The block in which a page reads standing of these; ask for `filters()` in it.

        Where they are too many, the page is as known now and says why at the field.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(self.source.over(participations))
            except Refused as refused:
                self.moment = None
                self.add_error("known", [reason.text for reason in refused.reasons])
            yield

    @property
    def known_day(self) -> date | None:
        """The day at whose end the records are read; None is now."""
        return self.value("known") if self.moment else None

    @property
    def source(self) -> StandingSource:
        """From where standing is read."""
        return StandingSource(self.day, self.moment)

    @property
    def is_now(self) -> bool:
        """Whether the page is about today, as the records are now."""
        return self.is_today and self.moment is None

    @property
    def day(self) -> date:
        """The day asked for; today where none, or none that is valid, is given."""
        return self.value("on") or self.today

    @property
    def is_today(self) -> bool:
        """Whether the page is about today."""
        return self.day == self.today

    def value(self, name: str) -> Any:
        """A valid value or None."""
        return self.cleaned_data.get(name)

    def text(self, name: str) -> str:
        """A valid value as text, "" where there is none."""
        return str(self.value(name) or "")

    @property
    def query(self) -> dict[str, str]:
        """The valid filters as they stand in the address."""
        return {
            name: self.data[name]
            for name in self.fields
            if self.value(name) and not (name == "on" and self.is_today)
        }

    @property
    def day_query(self) -> dict[str, str]:
        """The day and when it was known, for the address of a list about the same.

        A list is about the viewer's day unless told, and this page may be about an agency's.
        """
        query = {} if self.day == self.viewer.today else {"on": self.day.isoformat()}
        return query | ({"known": self.known_day.isoformat()} if self.known_day else {})

    def chips_on(self) -> list[tuple[str, str]]:
        """What is narrowed to, in words, with the name to take off."""
        found = []
        for name in self.chips:
            value = self.value(name)
            if not value or name not in self.fields:
                continue
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                words = str(dict(cast(Iterable[tuple[Any, Any]], field.choices))[value])
            else:
                words = str(value)
            found.append((name, words))
        return found


class OfficerListForm(ListForm):
    """Filters of the list of officers."""

    chips: ClassVar[tuple[str, ...]] = ("q", "compliance", "status", "model", "agency")

    q = forms.CharField(label=_("Name or badge"), required=False, max_length=80)
    compliance = forms.ChoiceField(
        label=_("Compliance"), required=False, choices=[*ANY, *Compliance.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[*ANY, (NOT_NOMINATED, _("Not nominated")), *Status.choices],
    )
    model = forms.ChoiceField(label=_("Model"), required=False, choices=[*ANY, *Model.choices])
    agency = AgencyField(required=False, widget=forms.HiddenInput)
    everyone = forms.BooleanField(label=_("Those who left too"), required=False)
    sort = forms.ChoiceField(required=False, choices=[("", _("First to act")), ("name", _("Name"))])

    def filters(self, agency: Agency | None = None) -> OfficerFilters:
        """What the selector is asked for."""
        return OfficerFilters(
            on=self.day,
            known=self.moment,
            q=self.text("q"),
            compliance=self.text("compliance"),
            status=self.text("status"),
            model=self.text("model"),
            agency=agency or self.value("agency"),
            everyone=bool(self.value("everyone")),
            worst_first=self.text("sort") != "name",
        )


class AgencyListForm(ListForm):
    """Filters of the list of agencies."""

    chips: ClassVar[tuple[str, ...]] = ("q", "state", "officers")

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*ANY, *sorted(STATES.items(), key=lambda s: s[1])],
    )
    officers = forms.ChoiceField(
        label=_("Officers"), required=False, choices=[*ANY, ("yes", _("With officers"))]
    )

    def filters(self) -> AgencyFilters:
        """What the selector is asked for."""
        return AgencyFilters(
            self.day, self.text("q"), self.text("state"), self.text("officers"), self.moment
        )


class AgreementListForm(ListForm):
    """Filters of the agreement register."""

    chips: ClassVar[tuple[str, ...]] = ("q", "state", "model", "in_force", "form", "agency")

    q = forms.CharField(label=_("Agency"), required=False, max_length=80)
    state = AgencyListForm.base_fields["state"]
    model = OfficerListForm.base_fields["model"]
    in_force = forms.ChoiceField(
        label=_("In force"),
        required=False,
        choices=[*ANY, ("yes", _("In force")), ("no", _("Not in force"))],
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[
            *ANY,
            ("inferred", _("Form inferred")),
            ("confirmed", _("Form confirmed")),
            ("none", _("Form unknown")),
        ],
    )
    agency = AgencyField(required=False, widget=forms.HiddenInput)

    def filters(self) -> AgreementFilters:
        """What the selector is asked for."""
        return AgreementFilters(
            self.day,
            self.moment,
            self.text("q"),
            self.text("state"),
            self.text("model"),
            self.text("in_force"),
            self.text("form"),
            self.value("agency"),
        )


class HomeForm(ListForm):
    """The day that a home page is about. What was known is asked of the lists and reports."""

    def narrow(self) -> None:
        """Without the moment: for the nation it is more than is computed at a time."""
        self.fields.pop("known", None)


class AgreementPageForm(ListForm):
    """The day that the page of one agreement is about."""
