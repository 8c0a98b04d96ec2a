"""Saying on which form an agreement is written, once somebody has looked at the document."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agreement, FormRevision
from agencies.services.agreement_act import locked_agreement


def confirm_form(viewer: Viewer, agreement: Agreement, form_revision: FormRevision) -> Agreement:
    """Set the form that a person read on the document; it counts as inferred no longer.

    An old form may be signed after a newer one was published, not before its own first day.
    """
    viewer.must(Permission.MANAGE_AGREEMENTS)
    agreement = locked_agreement(viewer, agreement)
    refuse_if(reasons_against_form(agreement.model, agreement.signed_on, form_revision))
    agreement.form_revision = form_revision
    agreement.form_inferred = False
    agreement.save(update_fields=["form_revision", "form_inferred"])
    return agreement


def reasons_against_form(model: str, signed_on: date, form_revision: FormRevision) -> list[Reason]:
    """Why an agreement of this model, signed on this day, cannot be written on the form."""
    reasons = []
    if model not in form_revision.for_models:
        reasons.append(Reason(_("This form is for another model."), "form_revision"))
    if form_revision.valid_from > signed_on:
        reasons.append(
            Reason(_("The agreement was signed before this form was published."), "form_revision")
        )
    return reasons
