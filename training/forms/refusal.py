"""Showing a service's refusal: each reason at its field, the others on top of the form."""

from django import forms

from accounts.refusal import Refused


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add every reason of `refused` to the form that was sent."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)
