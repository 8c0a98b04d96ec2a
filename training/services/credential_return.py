"""Recording that ICE's credentials came back."""

from datetime import date

from accounts.permissions import Permission
from accounts.refusal import refuse_if
from accounts.viewer import Viewer
from agencies.rules.periods import FOREVER
from agencies.selectors.agency import today_at
from training.kinds import EvidenceKind, Kind
from training.models import CredentialReturn
from training.models.act import ActKind
from training.rules.credential_return import reasons_not_to_return
from training.services.acts import cover, locked_participation, record_act


def record_credential_return(
    viewer: Viewer, credential_return: CredentialReturn, *, on: date
) -> CredentialReturn:
    """Close the task: the credentials were returned on a day. Raises `Refused`."""
    row = locked_participation(viewer, Permission.SEND_NOTICES, credential_return.participation)
    task = CredentialReturn.objects.get(pk=credential_return.pk)
    refuse_if(
        reasons_not_to_return(
            on=on,
            ended_on=task.opened_on,
            returned_on=task.returned_on,
            today=today_at(row.agency),
        )
    )
    CredentialReturn.objects.filter(pk=task.pk).update(
        returned_on=on, returned_to_id=viewer.signer_id
    )
    record_act(viewer, row, ActKind.CREDENTIAL_RETURNED, on)
    cover(
        viewer,
        row,
        Kind.CREDENTIAL_RETURN,
        (on, FOREVER),
        EvidenceKind.CREDENTIAL_RETURN,
        task.pk,
    )
    task.refresh_from_db()
    return task
