"""Forms as they look here: a crispy helper with a button, and the inputs Django lacks.

    class NominationForm(Form):
        day = DayField()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.helper = FormHelper(submit=_("Nominate"), cancel=reverse("officers"))

The template then says `{% load crispy_forms_tags %}{% crispy form %}`.
"""

from typing import Any

from crispy_forms.helper import FormHelper as CrispyHelper
from crispy_forms.layout import HTML, BaseInput, ButtonHolder, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class Submit(BaseInput):
    """The one filled button of a form: the verb of what it does."""

    input_type = "submit"
    field_classes = "usa-button"

    def __init__(self, value: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(name, value, **kwargs)


class Secondary(Submit):
    """Another way to end the form, outlined."""

    field_classes = "usa-button usa-button--outline"


class Acts(ButtonHolder):
    """The last line of a form: its buttons and the way out."""


class FormHelper(CrispyHelper):
    """A helper with sensible defaults: errors first, server-side checks, one button, a way out.

    `submit` is the button's verb; None where the layout or the page brings its own. `tag=False`
    leaves out the form element. `cancel` is the address of the page to go back to.
    """

    def __init__(
        self,
        form: forms.BaseForm | None = None,
        *,
        submit: Any = None,
        cancel: str = "",
        layout: Layout | None = None,
        method: str = "post",
        tag: bool = True,
    ) -> None:
        super().__init__(form)
        self.form_method = method
        self.form_tag = tag
        self.form_class = "usa-form"
        self.include_media = False
        # The server's words, listed with links, are clearer than the browser's bubbles.
        self.attrs = {"novalidate": True}
        if layout is not None:
            self.layout = layout
            self.render_hidden_fields = True
        if submit is not None:
            self.add_input(Submit(submit))
        if cancel:
            self.add_input(
                HTML(format_html('<a href="{}">{}</a>', cancel, _("Go back without saving")))
            )


class DateInput(forms.DateInput):
    """A day, by the browser's own picker; the page shows it as the reader's system does."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "usa-input--date", **(attrs or {})}, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time of day, by the browser's own picker, in the zone of the page."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "usa-input--date", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class NumberInput(forms.NumberInput):
    """A short number: hours, a mark, seats."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "usa-input--number", **(attrs or {})})
