"""The file that a person gives."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper
from accounts.forms import Form
from intake.file import FILE_MOST
from intake.kinds import Kind
from intake.unreadable import Unreadable


class UploadForm(Form):
    """A file, and what is in it where the viewer may import several kinds."""

    kind = forms.ChoiceField()
    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (XLSX, XLS, ODS) or a CSV file, at most 20 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose the file that holds the rows."),
        },
        widget=forms.ClearableFileInput(
            attrs={"class": "usa-file-input", "accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv"}
        ),
        max_length=255,
    )
    strict = forms.BooleanField(
        label=_("All or nothing: import no row if any is refused"), required=False
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"] = forms.ChoiceField(
            label=_("What is in the file"),
            widget=forms.RadioSelect,
            choices=[(kind.name, kind.title) for kind in kinds],
            error_messages={"required": _("Say what is in the file.")},
        )
        if len(kinds) == 1:
            field.initial = kinds[0].name
            field.widget = forms.HiddenInput()
        self.helper = FormHelper(submit=_("Check the file"), cancel=reverse("imports"))

    def clean_file(self) -> Any:
        """A file that is too large is refused before it is read."""
        from intake.file import too_large

        given = self.cleaned_data["file"]
        if given.size > FILE_MOST:
            why: Unreadable = too_large(given.size, FILE_MOST)
            raise forms.ValidationError(str(why))
        return given
