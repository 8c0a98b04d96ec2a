"""A page that asks for one day: restoring authority, withdrawing, leaving, credentials returned."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import DayField, Form


class DayForm(Form):
    """The day of an act; `label` and `help_text` say which, `verb` is the button's."""

    on = DayField(
        error_messages={
            "required": _("Enter the day."),
            "invalid": _("Enter a day such as 2026-03-10."),
        },
    )

    def __init__(
        self, *args: Any, label: Any, help_text: Any = "", verb: Any, cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label, self.fields["on"].help_text = label, help_text
        self.helper = FormHelper(submit=verb, cancel=cancel)
