"""The agreements on the books, as a list outside the pages shows them."""

from typing import Any

from accounts.viewer import Viewer
from agencies.models import Agreement


def listed_agreements(viewer: Viewer) -> list[dict[str, Any]]:
    """One mapping an agreement, by state, agency, model and date; dates in ISO form."""
    rows = (
        Agreement.objects.visible_to(viewer)
        .order_by("agency__state", "agency__name_key", "model", "signed_on")
        .values_list(
            "agency__state",
            "agency__name",
            "agency__county",
            "model",
            "signed_on",
            "form_revision__code",
            "form_inferred",
            "moa_url",
        )
    )
    return [
        {
            "state": state,
            "agency": agency,
            "county": county,
            "model": model,
            "signed": signed_on.isoformat(),
            "form_revision": form,
            "inferred": inferred,
            "moa_url": moa_url,
        }
        for state, agency, county, model, signed_on, form, inferred, moa_url in rows
    ]
