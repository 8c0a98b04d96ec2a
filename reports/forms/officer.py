"""What the officer's page is asked for: the day, and under which agreement."""

from django import forms

from reports.forms.lists import ListForm


class PassportForm(ListForm):
    """The day, and one of the officer's participations."""

    participation = forms.UUIDField(required=False, widget=forms.HiddenInput)
