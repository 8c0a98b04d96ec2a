"""What a form says where a field is not right: which field, and how to mend it.

Django's own sentences ("This field is required.") name neither. A form takes these in their place
by `PlainWords`; what a form says in words of its own stays.
"""

from typing import Any, cast

from django import forms
from django.core import validators
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

_ENTER = _("“{field}” is empty. Enter it.")
_CHOOSE = _("Nothing is chosen at “{field}”. Choose one.")
_CHOOSE_AGAIN = _("What was sent at “{field}” is not among the choices. Choose again.")
_DAY = _("“{field}” is no day. Enter it as in 03/24/2026.")
_NUMBER = _("“{field}” is no whole number. Enter it in digits, such as 24.")

# By the kind of field, the most particular first; of each kind, by Django's code of the fault.
_BY_FIELD: tuple[tuple[type[forms.Field], dict[str, Words]], ...] = (
    (
        forms.FileField,
        {
            "required": _("No file is chosen at “{field}”. Choose one."),
            "missing": _("No file is chosen at “{field}”. Choose one."),
            "invalid": _("No file arrived at “{field}”. Choose it again."),
            "empty": _("The file at “{field}” is empty. Choose another."),
            "max_length": _("The name of the file at “{field}” is too long. Rename the file."),
        },
    ),
    (forms.BooleanField, {"required": _("“{field}” is not ticked. Tick it to go on.")}),
    (
        forms.MultipleChoiceField,
        {
            "required": _("Nothing is ticked at “{field}”. Tick at least one."),
            "invalid_choice": _CHOOSE_AGAIN,
            "invalid_list": _CHOOSE_AGAIN,
        },
    ),
    (
        forms.ModelMultipleChoiceField,
        {
            "required": _("Nothing is ticked at “{field}”. Tick at least one."),
            "invalid_choice": _CHOOSE_AGAIN,
            "invalid_list": _CHOOSE_AGAIN,
            "invalid_pk_value": _CHOOSE_AGAIN,
        },
    ),
    (forms.ModelChoiceField, {"required": _CHOOSE, "invalid_choice": _CHOOSE_AGAIN}),
    (forms.ChoiceField, {"required": _CHOOSE, "invalid_choice": _CHOOSE_AGAIN}),
    (forms.DateField, {"required": _("“{field}” is empty. Enter a day."), "invalid": _DAY}),
    (
        forms.DateTimeField,
        {
            "required": _("“{field}” is empty. Enter a day and a time."),
            "invalid": _("“{field}” is no day with a time. Enter both."),
        },
    ),
    (forms.DecimalField, {"invalid": _("“{field}” is no number. Enter it in digits.")}),
    (
        forms.IntegerField,
        {"required": _("“{field}” is empty. Enter a number."), "invalid": _NUMBER},
    ),
    (
        forms.EmailField,
        {"invalid": _("“{field}” is no e-mail address. Enter one such as name@agency.gov.")},
    ),
    (
        forms.URLField,
        {"invalid": _("“{field}” is no web address. Enter one such as https://www.ice.gov/.")},
    ),
    (forms.JSONField, {"invalid": _('“{field}” is no JSON. Enter it as in {{"months": 24}}.')}),
    (
        forms.UUIDField,
        {"invalid": _("“{field}” names nothing that is known here. Choose it again.")},
    ),
    (forms.Field, {"required": _ENTER}),
)

# What validators say; the code is Django's, and the limit is filled in when it is said.
_BY_VALIDATOR: dict[type[validators.BaseValidator], tuple[str, Words]] = {
    validators.MinValueValidator: (
        "min_value",
        _("“{field}” is below %(limit_value)s. Enter %(limit_value)s or more."),
    ),
    validators.MaxValueValidator: (
        "max_value",
        _("“{field}” is above %(limit_value)s. Enter %(limit_value)s or less."),
    ),
    validators.MinLengthValidator: (
        "min_length",
        _("“{field}” has %(show_value)d characters. Enter at least %(limit_value)d."),
    ),
    validators.MaxLengthValidator: (
        "max_length",
        _("“{field}” has %(show_value)d characters. Shorten it to %(limit_value)d."),
    ),
}
_NUL = _("“{field}” holds a character that cannot be stored. Enter it anew.")


class PlainWords:
    """Mixed into every form: stock sentences give way to ours as the form is checked."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Check the form, with our words for what is wrong."""
        for name, field in self.fields.items():
            field.error_messages.update(words_for(field, name))
        cast(Any, super()).full_clean()


def words_for(field: forms.Field, name: str) -> dict[str, str]:
    """Our words for each fault for which the field still has Django's own."""
    label = field.label or pretty_name(name)

    def say(words: Words) -> str:
        return str(words).format(field=label)

    own = {
        code: words
        for kind, by_code in reversed(_BY_FIELD)
        if isinstance(field, kind)
        for code, words in by_code.items()
    }
    stock = _stock(type(field))
    found = {
        code: say(words)
        for code, words in own.items()
        if field.error_messages.get(code) in (None, stock.get(code))
    }
    validator: Any
    for validator in field.validators:
        kind = type(validator)
        if kind in _BY_VALIDATOR:
            code, words = _BY_VALIDATOR[kind]
            if validator.message == kind.message and code not in field.error_messages:
                found[code] = say(words)
        elif isinstance(validator, validators.ProhibitNullCharactersValidator):
            found[validator.code] = say(_NUL)
    return found


def _stock(kind: type[forms.Field]) -> dict[str, Any]:
    """What Django says of a kind of field."""
    messages: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("django."):
            messages.update(getattr(base, "default_error_messages", {}))
    return messages
