"""Ending a person's access."""

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.models import Membership
from agencies.selectors.agency import today_at


def end_membership(viewer: Viewer, membership: Membership) -> Membership:
    """End a membership today: from now on the person does not act in that role.

    Nobody ends their own access, so that an agency is not left without anybody by a slip.
    """
    viewer.must(Permission.INVITE)
    membership = (
        Membership.objects.visible_to(viewer, Permission.INVITE)
        .select_for_update(of=("self",), no_key=True)
        .select_related("agency", "user")
        .get(pk=membership.pk)
    )
    if membership.user_id == viewer.user_id:
        raise Refused(_("Nobody ends their own access. Ask somebody else to."))
    today = today_at(membership.agency) if membership.agency else viewer.today
    if membership.valid_to <= today:
        raise Refused(_("This access has ended already."))
    # Access that has not begun, or began today, becomes an empty period.
    membership.valid_to = max(today, membership.valid_from)
    membership.save(update_fields=["valid_to"])
    return membership
