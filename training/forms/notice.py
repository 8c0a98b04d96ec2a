"""Recording when a notice was sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper, MomentInput
from accounts.forms import Form


class NoticeSentForm(Form):
    """The day and the time, in the zone of the page."""

    sent_at = forms.DateTimeField(
        label=_("Sent"),
        widget=MomentInput,
        help_text=_("As on the letter or the message, in the time zone at the foot of the page."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Enter the day and the time."),
            "invalid": _("Enter a day and a time such as 2026-03-10 14:30."),
        },
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Record it as sent"), cancel=cancel)
