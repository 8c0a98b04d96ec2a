"""How the program stands as a whole: for those who see every agency."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from agencies.models import Agreement, Model
from reports.selectors.compliance import Tally, standings_on, tallies, together
from training.models import Flag, ParticipationAct, Standing
from training.models.act import ActKind
from training.states import Compliance, Status

STEPS = (
    ActKind.NOMINATED,
    ActKind.VETTED,
    ActKind.IN_TRAINING,
    ActKind.SIGNED_OFF,
    ActKind.CERTIFIED,
    ActKind.AUTHORIZED,
)
STEP_NAMES = {ActKind.IN_TRAINING: _("In training"), ActKind.SIGNED_OFF: _("Signed off")}
FUNNEL_DAYS = 730


class Median(Aggregate):
    """The middle value of a group."""

    function = "percentile_disc"
    template = "percentile_disc(0.5) within group (order by %(expressions)s)"


@dataclass(frozen=True)
class ByModel:
    """One model with the compliance of its officers, and how many of them may act."""

    model: str
    name: Any
    tally: Tally
    may_act: int


@dataclass(frozen=True)
class Finding:
    """A number that should be zero, or that should sink. `before` is the number a month ago."""

    text: Any
    number: int
    query: str = ""
    state: str = ""
    before: int | None = None

    @property
    def change(self) -> int | None:
        """How it moved since a month ago."""
        return None if self.before is None else self.number - self.before

    @property
    def fall(self) -> int:
        """How far it fell, without the sign."""
        return -(self.change or 0)


@dataclass(frozen=True)
class FunnelStep:
    """How many reached a step, and the median days to the next."""

    label: Any
    count: int
    days: int | None


@dataclass(frozen=True)
class NationHome:
    """What a program manager or an auditor sees first."""

    may_act: int
    tally: Tally
    by_model: list[ByModel]
    must_be_zero: list[Finding]
    open_points: list[Finding]
    funnel: list[FunnelStep]
    funnel_since: date
    waiting_vetting: int
    forms_inferred: int
    since: date


def nation_home(viewer: Viewer, day: date) -> NationHome:
    """The program on `day`. A fixed number of queries."""
    since = day - timedelta(days=30)
    standings = standings_on(viewer, day)
    by = tallies(standings, "model", "may_act", "status")
    by_model = [_model(model, name, by) for model, name in Model.choices]
    statuses: dict[str, int] = {}
    for (_model_code, _acts, status), part in by.items():
        statuses[status] = statuses.get(status, 0) + part.size
    total = together(by)
    before = together(tallies(standings_on(viewer, since), "model"))
    return NationHome(
        may_act=sum(row.may_act for row in by_model),
        tally=total,
        by_model=by_model,
        must_be_zero=_must_be_zero(viewer, statuses, total),
        open_points=_open_points(viewer, day, total, before),
        funnel=funnel(viewer, day),
        funnel_since=day - timedelta(days=FUNNEL_DAYS),
        waiting_vetting=statuses.get(Status.NOMINATED, 0),
        forms_inferred=Agreement.objects.visible_to(viewer).filter(form_inferred=True).count(),
        since=since,
    )


def _model(model: str, name: Any, by: dict[Any, Tally]) -> ByModel:
    parts = {key: part for key, part in by.items() if key[0] == model}
    acting = sum(part.size for key, part in parts.items() if key[1])
    return ByModel(model, name, together(parts), acting)


def _must_be_zero(viewer: Viewer, statuses: dict[str, int], total: Tally) -> list[Finding]:
    flags = dict(
        Flag.objects.visible_to(viewer)
        .filter(disposed_at=None)
        .order_by()
        .values_list("code")
        .annotate(n=Count("participation", distinct=True))
    )
    conflict = "compliance=conflict"
    findings = [
        Finding(label, flags.get(code, 0), conflict, Compliance.CONFLICT)
        for code, label in Flag.Code.choices
    ]
    findings.append(
        Finding(
            gettext("Authorization past its end"),
            statuses.get(Status.LAPSED, 0),
            "status=lapsed",
            Compliance.OVERDUE,
        )
    )
    findings.append(
        Finding(
            gettext("Under a form without a rule set"),
            total.unknown_rule,
            "compliance=unknown_rule",
            Compliance.UNKNOWN_RULE,
        )
    )
    return findings


def _open_points(viewer: Viewer, day: date, now: Tally, before: Tally) -> list[Finding]:
    return [
        Finding(
            gettext("Officers with a requirement overdue"),
            now.of(Compliance.OVERDUE),
            "compliance=overdue",
            Compliance.OVERDUE,
            before.of(Compliance.OVERDUE),
        ),
        Finding(
            gettext("Officers with a requirement missing"),
            now.of(Compliance.MISSING),
            "compliance=missing",
            Compliance.MISSING,
            before.of(Compliance.MISSING),
        ),
        Finding(
            gettext("Agreements in force without an officer who may act"),
            _agreements_without_officer(viewer, day),
            "",
            Compliance.MISSING,
        ),
    ]


def _agreements_without_officer(viewer: Viewer, day: date) -> int:
    acting = Standing.objects.visible_to(viewer).on(day).filter(may_act=True)
    manned = acting.order_by().values("participation__agreement_id").distinct()
    return Agreement.objects.visible_to(viewer).in_force_on(day).exclude(pk__in=manned).count()


def funnel(viewer: Viewer, day: date) -> list[FunnelStep]:
    """From nominated to authorized, of those nominated in the last two years. One query.

    Whoever reached a step has come through those before it: an officer who brought the training
    from another agency is certified here without a class or a sign-off.
    """
    # One pass over the acts: a cohort picked first would read them twice.
    reached = (
        ParticipationAct.objects.visible_to(viewer)
        .filter(superseded_at=None, effective_on__lte=day, kind__in=STEPS)
        .order_by()
        .values("participation_id")
        .annotate(
            **{
                f"reached_{n}": Min("effective_on", filter=Q(kind=kind))
                for n, kind in enumerate(STEPS)
            }
        )
        .filter(reached_0__gt=day - timedelta(days=FUNNEL_DAYS))
    )
    found = reached.aggregate(
        **{f"count_{n}": Count(_reached(n)) for n in range(len(STEPS))},
        **{
            f"days_{n}": Median(
                ExpressionWrapper(
                    F(f"reached_{n + 1}") - F(f"reached_{n}"), output_field=DurationField()
                )
            )
            for n in range(len(STEPS) - 1)
        },
    )
    steps = []
    for n, kind in enumerate(STEPS):
        between = found.get(f"days_{n}")
        steps.append(
            FunnelStep(
                STEP_NAMES.get(kind, kind.label),
                found[f"count_{n}"] or 0,
                between.days if between is not None else None,
            )
        )
    return steps


def _reached(step: int) -> Coalesce | F:
    """Set for who took the step or a later one."""
    dates = [F(f"reached_{n}") for n in range(step, len(STEPS))]
    return Coalesce(*dates) if len(dates) > 1 else dates[0]
