"""Which revision of ICE's form an agreement was probably written on, by its signing date.

ICE's list names no form. The latest documented revision of the model that was in use on the day
is taken, and shown as inferred until a person has looked at the document; in the gaps between
documented revisions none is.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Form(Protocol):
    """A form revision: in use for agreements signed in [valid_from, valid_to)."""

    @property
    def for_models(self) -> Iterable[str]:
        """The codes of the models that it is for."""

    @property
    def valid_from(self) -> date:
        """The first day of use."""

    @property
    def valid_to(self) -> date:
        """The first day no longer in use."""


AnyForm = TypeVar("AnyForm", bound=Form)


def inferred_form(forms: Iterable[AnyForm], model: str, signed_on: date) -> AnyForm | None:
    """The form of `model` with the latest first day that was in use on the signing date."""
    in_use = [
        form
        for form in forms
        if model in form.for_models and form.valid_from <= signed_on < form.valid_to
    ]
    return max(in_use, key=lambda form: form.valid_from, default=None)
