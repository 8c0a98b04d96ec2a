"""Writing what the nation's lists add: thousands of rows by a few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from accounts.many_rows import add_rows, new_ids
from accounts.viewer import Viewer
from agencies.models import Agency, Agreement, AgreementAct, FormRevision
from agencies.models.rows import FOREVER
from agencies.services.listed_agreement import ListedAgreement
from agencies.states import ActKind


@dataclass(slots=True)
class NewAgency:
    """An agency that a list adds: its columns, without the weight of a model's instance."""

    name: str
    name_key: str
    state: str
    time_zone: str
    county: str = ""
    kind: str = ""
    ori: str | None = None
    fbi_name: str = ""
    pk: int = 0


class NewAgreement(NamedTuple):
    """An agreement that a list adds. The agency may be new as well."""

    agency: Agency | NewAgency
    listed: ListedAgreement
    form: FormRevision | None


def add_agencies(agencies: Collection[Agency | NewAgency]) -> None:
    """Add agencies and give each its id."""
    ids = new_ids(Agency, len(agencies))
    for pk, agency in zip(ids, agencies, strict=True):
        agency.pk = pk
    names = ("name", "name_key", "state", "county", "kind", "ori", "fbi_name", "time_zone")
    columns = {name: [getattr(agency, name) for agency in agencies] for name in names}
    add_rows(Agency, {"id": ids, **columns}, is_invented=False)


def add_agreements(viewer: Viewer, new: Sequence[NewAgreement], evidence: str) -> None:
    """Add agreements whose agencies are known by now, each in force since it was signed."""
    ids, listed = new_ids(Agreement, len(new)), [agreement.listed for agreement in new]
    agencies = [agreement.agency.pk for agreement in new]
    signed_on = [row.signed_on for row in listed]
    add_rows(
        Agreement,
        {
            "id": ids,
            "agency_id": agencies,
            "model": [row.model for row in listed],
            "form_revision_id": [agreement.form and agreement.form.pk for agreement in new],
            "form_inferred": [agreement.form is not None for agreement in new],
            "signed_on": signed_on,
            "moa_url": [row.moa_url for row in listed],
            "addendum_url": [row.addendum_url for row in listed],
        },
        expires_on=FOREVER,
    )
    add_rows(
        AgreementAct,
        {"agency_id": agencies, "agreement_id": ids, "effective_on": signed_on},
        kind=ActKind.IN_FORCE.value,
        recorded_by_id=viewer.user_id,
        evidence=evidence,
    )
