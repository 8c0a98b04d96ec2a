"""Confirming the form of an agreement, and judging its officers by that form's rules."""

from datetime import date

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.refusal import Reason, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agreement, FormRevision
from agencies.selectors.agency import today_at
from agencies.services import form_revision as forms
from training.kinds import Kind
from training.models import Participation, RuleAssignment, RuleSet
from training.selectors.facts import rule_set_for
from training.services.new_rules import NewRules, write_new_rules


def confirm_form(viewer: Viewer, agreement: Agreement, form_revision: FormRevision) -> Agreement:
    """Set the form that a person read on the document; its rules judge the officers from the start.

    A form that was inferred wrongly judged nobody rightly, so this corrects from the signing on,
    each officer by the version in force at the nomination; what was known before stays
    answerable. Raises `Refused` where officers take part and no rules of the form are published.
    """
    with transaction.atomic():
        confirmed = forms.confirm_form(viewer, agreement, form_revision)
        rows = Participation.objects.filter(agreement=confirmed).order_by("pk")
        agencies = dict(
            rows.select_for_update(of=("self",), no_key=True).values_list("pk", "agency_id")
        )
        rightly = RuleAssignment.objects.filter(
            participation__in=agencies,
            superseded_at=None,
            rule_set__form_revision=form_revision,
        ).values_list("participation", flat=True)
        begun = dict(
            rows.filter(coverages__kind=Kind.PARTICIPATION, coverages__superseded_at=None)
            .exclude(pk__in=rightly)
            .annotate(begun_on=Min("coverages__valid_from"))
            .values_list("pk", "begun_on")
        )
        for rule_set, wrongly in _by_rules(confirmed, begun).items():
            write_new_rules(
                NewRules(
                    rule_set=rule_set,
                    effective_on=confirmed.signed_on,
                    name=_("form %s confirmed") % form_revision.code,
                    viewer=viewer,
                    acted_on=today_at(confirmed.agency),
                ),
                {pk: agencies[pk] for pk in sorted(wrongly)},
            )
    return confirmed


def _by_rules(agreement: Agreement, begun: dict[int, date]) -> dict[RuleSet, list[int]]:
    """Participations by the version that was in force when each began: what was published later
    moves nobody, here as elsewhere. What began before the form, on paper, goes by its first."""
    first = (
        RuleSet.objects.filter(
            published_at__isnull=False,
            form_revision=agreement.form_revision_id,
            model=agreement.model,
        )
        .order_by("valid_from", "version")
        .first()
    )
    versions = {
        day: rule_set_for(agreement, max(day, agreement.signed_on)) or first
        for day in set(begun.values())
    }
    found: dict[RuleSet, list[int]] = {}
    for pk, day in begun.items():
        if (rule_set := versions[day]) is None:
            words = _(
                "No rules of this form are published, and officers take part under the agreement."
                " Publish the rules first."
            )
            refuse_if([Reason(words, "form_revision")])
            continue
        found.setdefault(rule_set, []).append(pk)
    return found
