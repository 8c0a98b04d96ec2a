"""What every form of the product has in common."""

from django import forms

from accounts.refusal import Refused


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add every reason of `refused` to the form that was sent: at its field, or on top."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)
