"""What every form of the product has in common."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.crispy import DateInput
from accounts.days import EARLIEST, LATEST, OUT_OF_BOUNDS
from accounts.plain_words import PlainWords
from accounts.refusal import Refused


class Form(PlainWords, forms.Form):
    """The form that every form is: its words name the field and the mend."""


class DayField(forms.DateField):
    """A day that somebody enters, by the browser's picker; every form asks for days by this one."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(EARLIEST, OUT_OF_BOUNDS),
            MaxValueValidator(LATEST, OUT_OF_BOUNDS),
        ]


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add every reason of `refused` to the form that was sent: at its field, or on top."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)
