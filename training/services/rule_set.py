"""Publishing rules: a draft is copied from a version, proposed by one person, approved by another.

Publishing moves nothing that was issued: assignments and coverage stay, and nominations from the
first day on take the new version. Officers who are judged already come under it by a re-evaluation
(training/services/reevaluation.py).
"""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.constraints import refused_by
from accounts.permissions import Permission
from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from training.models import Requirement, RuleSet
from training.selectors.rule_set import (
    digest_of,
    reasons_against,
    reasons_against_day,
    versions,
)

_CONSTRAINTS = {
    "rule_set_version_once": Reason(
        gettext_noop("Another draft of these rules was begun just now.")
    ),
    "rule_set_one_from_a_day": Reason(
        gettext_noop("Another version is published from this day. Choose another day."),
        "valid_from",
    ),
    "rule_set_published_by_another": Reason(
        gettext_noop("You proposed these rules. Another program manager has to approve them.")
    ),
}


def draft_from(viewer: Viewer, rule_set: RuleSet, valid_from: date) -> RuleSet:
    """Copy a version into a draft of the next one, to be in force from a day.

    Raises `Refused` while another draft of the same form is open, and for a day that has passed or
    does not lie after every published version's.
    """
    viewer.must(Permission.PUBLISH_RULES)
    source = _locked(rule_set)
    of_form = list(versions(source))
    reasons = [
        Reason(_("Version %d is a draft already. Change that one, or discard it.") % row.version)
        for row in of_form
        if row.published_at is None
    ]
    draft = RuleSet(
        form_revision=source.form_revision,
        model=source.model,
        version=(versions(source).aggregate(last=Max("version"))["last"] or 0) + 1,
        valid_from=valid_from,
    )
    published = [row for row in of_form if row.published_at is not None]
    refuse_if(reasons + reasons_against_day(draft, published, viewer.today))
    with refused_by(_CONSTRAINTS):
        draft.save(force_insert=True)
    Requirement.objects.bulk_create(
        Requirement(
            rule_set=draft,
            kind=row.kind,
            is_binding=row.is_binding,
            soon_days=row.soon_days,
            parameters=row.parameters,
            clause=row.clause,
            section=row.section,
            source=row.source,
            mark=row.mark,
        )
        for row in source.requirements.all()
    )
    return draft


def propose(viewer: Viewer, rule_set: RuleSet) -> RuleSet:
    """Propose a draft for publication; it cannot be changed until that is taken back.

    Raises `Refused` with everything that cannot be right in it, each with its key.
    """
    viewer.must(Permission.PUBLISH_RULES)
    row = _locked(rule_set)
    reasons = _reasons_it_is_no_draft(row)
    if not reasons and row.proposed_at is not None:
        reasons.append(Reason(_("%s has proposed these rules already.") % row.proposed_by))
    refuse_if(reasons or reasons_against(row, viewer.today))
    row.proposed_at, row.proposed_by_id = Now(), viewer.signer_id
    row.save(update_fields=["proposed_at", "proposed_by"])
    row.refresh_from_db()
    return row


def take_back(viewer: Viewer, rule_set: RuleSet) -> RuleSet:
    """Take a proposal back, so that the draft can be changed again."""
    viewer.must(Permission.PUBLISH_RULES)
    row = _locked(rule_set)
    refuse_if(_reasons_it_is_no_draft(row) or _reasons_not_proposed(row))
    row.proposed_at = row.proposed_by = None
    row.save(update_fields=["proposed_at", "proposed_by"])
    return row


def approve(viewer: Viewer, rule_set: RuleSet, *, digest: str) -> RuleSet:
    """Approve what another person proposed: the rules are published from their day.

    `digest` is of the rules as the second person saw them (`selectors.rule_set.digest_of`). Raises
    `Refused` for one's own proposal, for another text than was shown, and for a day that has
    passed meanwhile.
    """
    viewer.must(Permission.PUBLISH_RULES)
    row = _locked(rule_set)
    reasons = _reasons_it_is_no_draft(row) or _reasons_not_proposed(row)
    if not reasons:
        if row.proposed_by_id == viewer.signer_id:
            reasons.append(Reason(_(_CONSTRAINTS["rule_set_published_by_another"].text)))
        if digest != digest_of(row):
            reasons.append(
                Reason(_("The rules have changed since you opened them. Read them again."))
            )
        reasons += reasons_against(row, viewer.today)
    refuse_if(reasons)
    row.published_at, row.published_by_id = Now(), viewer.signer_id
    with refused_by(_CONSTRAINTS):
        row.save(update_fields=["published_at", "published_by"])
    row.refresh_from_db()
    return row


def discard(viewer: Viewer, rule_set: RuleSet) -> None:
    """Delete a draft that nobody has proposed; its history stays."""
    viewer.must(Permission.PUBLISH_RULES)
    row = _locked(rule_set)
    reasons = _reasons_it_is_no_draft(row)
    if not reasons and row.proposed_at is not None:
        reasons.append(Reason(_("These rules are proposed. Take the proposal back first.")))
    refuse_if(reasons)
    row.delete()


def _locked(rule_set: RuleSet) -> RuleSet:
    """The rule set, with every version of its form locked: two who publish take turns."""
    list(versions(rule_set).order_by("pk").select_for_update(no_key=True))
    row: RuleSet = RuleSet.objects.select_related("form_revision", "proposed_by").get(
        pk=rule_set.pk
    )
    return row


def _reasons_it_is_no_draft(row: RuleSet) -> list[Reason]:
    if row.published_at is None:
        return []
    return [Reason(_("These rules are published and stay as they are. Draft a new version."))]


def _reasons_not_proposed(row: RuleSet) -> list[Reason]:
    return (
        [] if row.proposed_at is not None else [Reason(_("Nobody has proposed these rules yet."))]
    )
