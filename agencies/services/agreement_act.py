"""Recording what is done to an agreement. Acts are added, never changed."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agreement, AgreementAct
from agencies.rules.agreement_state import Obstacle, obstacles_to, obstacles_to_extend
from agencies.selectors.agency import today_at
from agencies.states import ActKind

_WORDS = {
    Obstacle.BEFORE_SIGNED: (
        "effective_on",
        gettext_lazy("The agreement was signed after this day."),
    ),
    Obstacle.IN_FUTURE: (
        "effective_on",
        gettext_lazy("This day lies ahead. Record the act once it has taken effect."),
    ),
    Obstacle.AFTER_EXPIRY: ("effective_on", gettext_lazy("The agreement has expired by this day.")),
    Obstacle.NOT_IN_THIS_STATE: (
        "kind",
        gettext_lazy("This act does not fit the state in which the agreement was on that day."),
    ),
    Obstacle.CONTRADICTS_LATER: (
        "effective_on",
        gettext_lazy("An act with a later day is on record that could not follow this one."),
    ),
    Obstacle.NOT_AN_ADDENDUM: (
        "extends_to",
        gettext_lazy("Only an addendum moves the agreement's end. Leave this empty."),
    ),
    Obstacle.NO_TERM: (
        "extends_to",
        gettext_lazy("This agreement has no end on record. Leave this empty."),
    ),
    Obstacle.NOT_EXTENDED: (
        "extends_to",
        gettext_lazy(
            "Enter a day after the end on record. An agreement ends earlier by an act that ends it."
        ),
    ),
}


def record_act(
    viewer: Viewer,
    agreement: Agreement,
    *,
    kind: ActKind | str,
    effective_on: date,
    evidence: str,
    extends_to: date | None = None,
) -> AgreementAct:
    """Record an act on an agreement, with the document that proves it.

    `extends_to`: the agreement's new end, by an addendum. Says nothing about officers: what an
    act does to them is the work of `training`, which calls this one within its own transaction.
    Raises `Refused` with every obstacle.
    """
    viewer.must(Permission.MANAGE_AGREEMENTS)
    kind = ActKind(kind)
    agreement = locked_agreement(viewer, agreement)
    acts = AgreementAct.objects.filter(agreement=agreement).order_by("effective_on", "id")
    obstacles = obstacles_to(
        kind,
        effective_on,
        acts=[(day, ActKind(k)) for day, k in acts.values_list("effective_on", "kind")],
        signed_on=agreement.signed_on,
        expires_on=agreement.expires_on,
        today=today_at(agreement.agency),
    )
    if extends_to is not None:
        obstacles += obstacles_to_extend(kind, extends_to, agreement.expires_on)
    reasons = [Reason(str(_WORDS[o][1]), _WORDS[o][0]) for o in obstacles]
    evidence = " ".join(evidence.split())
    if not evidence:
        reasons.append(Reason(_("Name the document: a letter's date and number."), "evidence"))
    refuse_if(reasons)
    if extends_to is not None:
        agreement.expires_on = extends_to
        agreement.save(update_fields=["expires_on"])
    return AgreementAct.objects.create(
        agency_id=agreement.agency_id,
        agreement=agreement,
        kind=kind,
        effective_on=effective_on,
        recorded_by_id=viewer.user_id,
        evidence=evidence,
        extends_to=extends_to,
    )


def locked_agreement(viewer: Viewer, agreement: Agreement) -> Agreement:
    """The agreement under a row lock, so that two writers take turns.

    Raises `Agreement.DoesNotExist` for one outside the viewer's agencies.
    """
    locked: Agreement = (
        Agreement.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
        .select_for_update(of=("self",), no_key=True)
        .select_related("agency", "form_revision")
        .get(pk=agreement.pk)
    )
    return locked
