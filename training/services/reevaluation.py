"""Re-evaluation: judging a form's officers by another rule set, as a named act of two people.

Publishing rules moves nothing that was issued. This does: one person prepares it, with a preview
of everybody who would change; another applies it in one transaction.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.viewer import Viewer, day_in
from agencies.models import Agency
from training.models import Reevaluation, RuleSet
from training.rules import reevaluation as rule
from training.selectors.reevaluation import applied_later, to_judge
from training.services.judging import Change, Tally, judged_anew, previewed
from training.services.new_rules import NewRules

_CONSTRAINTS = {
    "reevaluation_applied_by_another": Reason(
        gettext_noop("You prepared it. Another program manager has to apply it.")
    )
}


class PreviewChanged(Refused):
    """What would be written is not what was shown; `show_again` makes the new preview."""


def prepare(
    viewer: Viewer, *, name: str, reason: str, rule_set: RuleSet, effective_on: date
) -> Reevaluation:
    """Prepare a re-evaluation from a day, with its preview. Nobody is judged otherwise yet.

    Raises `Refused` without a name or a reason, for rules that are not in force on the day, for a
    day that has passed, and where nobody would be judged anew.
    """
    viewer.must(Permission.PUBLISH_RULES)
    name, reason = " ".join(name.split()), " ".join(reason.split())
    reasons = _reasons(viewer, rule_set, effective_on)
    if not name:
        reasons.append(
            Reason(_("Give it a name, as it will stand in each officer's history."), "name")
        )
    if not reason:
        reasons.append(Reason(_("Say why."), "reason"))
    refuse_if(reasons)
    tally = _tally(viewer, rule_set, effective_on, name)
    if not tally.judged:
        words = _("These rules judge every officer under the form already from that day.")
        raise Refused([Reason(words, "rule_set")])
    return Reevaluation.objects.create(
        name=name,
        reason=reason,
        rule_set=rule_set,
        effective_on=effective_on,
        counts=tally.as_json(),
        digest=tally.digest,
        prepared_by_id=viewer.signer_id,
    )


def preview(
    viewer: Viewer, reevaluation: Reevaluation, agency: Agency | None = None
) -> Iterator[Change]:
    """Everybody who would be judged anew, and what would change; of one agency, if named.

    In the order of the participations' ids, a chunk at a time; nothing stays written.
    """
    viewer.must(Permission.PUBLISH_RULES)
    rows = to_judge(viewer, reevaluation.rule_set, reevaluation.effective_on)
    if agency is not None:
        rows = rows.filter(agency=agency)
    return previewed(_rules(viewer, reevaluation), rows, Tally())


def show_again(viewer: Viewer, reevaluation: Reevaluation) -> Reevaluation:
    """Make the preview anew from today's records; the next person applies what it shows."""
    viewer.must(Permission.PUBLISH_RULES)
    row = _locked(reevaluation)
    if row.applied_at is None:
        tally = _tally(viewer, row.rule_set, row.effective_on, row.name)
        row.counts, row.digest = tally.as_json(), tally.digest
        row.save(update_fields=["counts", "digest"])
    return row


def apply(viewer: Viewer, reevaluation: Reevaluation, *, digest: str) -> Reevaluation:
    """Apply a prepared re-evaluation: rules, coverage, standing and one act each, or nothing.

    `digest` is of the preview as the second person saw it. Raises `PreviewChanged` where the
    records have changed since, and `Refused` for the person who prepared it, for one that is
    applied already, and for a day that has passed meanwhile. Officers wait until it is done: their
    records are locked.
    """
    viewer.must(Permission.PUBLISH_RULES)
    with transaction.atomic():
        row = _locked(reevaluation)
        reasons = _reasons_not_to_apply(viewer, row, digest)
        refuse_if(reasons)
        tally = Tally()
        judged_anew(_rules(viewer, row), to_judge(viewer, row.rule_set, row.effective_on), tally)
        if tally.digest != digest:
            raise PreviewChanged([rule.reason_it_changed()])
        row.applied_at, row.applied_by_id = Now(), viewer.signer_id
        with refused_by(_CONSTRAINTS):
            row.save(update_fields=["applied_at", "applied_by"])
    row.refresh_from_db()
    return row


def reasons_not_to_apply(viewer: Viewer, reevaluation: Reevaluation) -> list[Reason]:
    """What `apply` would say now of the preview that is stored: the page shows it first."""
    viewer.must(Permission.PUBLISH_RULES)
    return _reasons_not_to_apply(viewer, reevaluation, reevaluation.digest)


def _reasons_not_to_apply(viewer: Viewer, row: Reevaluation, digest: str) -> list[Reason]:
    reasons = rule.reasons_not_to_apply(
        applied_by=str(row.applied_by or ""),
        applied_on=day_in(viewer.zone, row.applied_at) if row.applied_at else None,
        is_preparer=row.prepared_by_id == viewer.user_id,
        is_shown=digest == row.digest,
        is_empty=not row.counts.get("judged"),
    )
    if row.applied_at is None:
        reasons += _reasons(viewer, row.rule_set, row.effective_on)
    return reasons


def _locked(reevaluation: Reevaluation) -> Reevaluation:
    """The re-evaluation and the versions of its rules under row locks: two who publish or apply
    rules of one form take turns."""
    rule_set = reevaluation.rule_set
    versions = RuleSet.objects.filter(form_revision=rule_set.form_revision_id, model=rule_set.model)
    list(versions.order_by("pk").select_for_update(no_key=True))
    list(Reevaluation.objects.filter(pk=reevaluation.pk).select_for_update(no_key=True))
    # Read again, now that nobody else writes it: a locking read joins what stood before the wait.
    row: Reevaluation = Reevaluation.objects.select_related(
        "rule_set__form_revision", "applied_by"
    ).get(pk=reevaluation.pk)
    return row


def _reasons(viewer: Viewer, rule_set: RuleSet, effective_on: date) -> list[Reason]:
    in_force = (
        RuleSet.objects.published_on(effective_on)
        .filter(form_revision=rule_set.form_revision_id, model=rule_set.model)
        .first()
    )
    return rule.reasons_not_to_reevaluate(
        effective_on=effective_on,
        today=viewer.today,
        is_published=rule_set.published_at is not None,
        is_in_force=in_force == rule_set,
        later=applied_later(rule_set, effective_on),
    )


def _rules(viewer: Viewer, row: Reevaluation) -> NewRules:
    return NewRules(row.rule_set, row.effective_on, row.name, viewer)


def _tally(viewer: Viewer, rule_set: RuleSet, effective_on: date, name: str) -> Tally:
    tally = Tally()
    rules = NewRules(rule_set, effective_on, name, viewer)
    for _change in previewed(rules, to_judge(viewer, rule_set, effective_on), tally):
        pass
    return tally
