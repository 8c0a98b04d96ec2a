"""Answers in full: how participations stand on a day, and why, for files.

The words are those of the officer's page: both take them from `requirements_of`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet

from accounts.viewer import Viewer
from reports.selectors.agreements import recorded_agreements
from reports.selectors.compliance import StandingSource, recorded_then, standings_on
from reports.selectors.history import acts_known_by
from training.models import Flag, Participation, Standing
from training.querysets import compliance_of
from training.selectors.known import open_flags
from training.selectors.requirements import RequirementOn, requirements_of
from training.states import Compliance

CHUNK = 1000
# A file of every requirement has a dozen rows an officer, each with its reasons.
LARGEST = 20_000


# What an answer says of a participation, in the order of its columns.
FIELDS = (
    "officer",
    "badge_number",
    "agency",
    "model",
    "form_revision",
    "status",
    "compliance",
    "step",
    "authorized",
    "compliant_until",
    "flags",
    "requirements",
)


@dataclass(frozen=True)
class Answer:
    """One participation on a day: what it comes to, what contradicts, each requirement."""

    participation: Participation
    standing: Standing | None
    compliance: Compliance
    step: str
    flags: list[Flag]
    requirements: list[RequirementOn]

    def as_data(self) -> dict[str, Any]:
        """Plain values by name, dates as dates."""
        participation, standing = self.participation, self.standing
        form = participation.agreement.form_revision
        return {
            "officer": str(participation.officer),
            "badge_number": participation.appointment.badge_number,
            "agency": participation.agency.name,
            "model": participation.model,
            "form_revision": form.title if form else "",
            "status": standing.status if standing else "",
            "compliance": self.compliance.value,
            "step": self.step,
            "authorized": bool(standing and standing.may_act),
            "compliant_until": standing.compliant_until if standing else None,
            "flags": [
                {"code": flag.code, "reason": f"{flag.get_code_display()}. {flag.detail}".strip()}
                for flag in self.flags
            ],
            "requirements": [requirement_as_data(r) for r in self.requirements],
        }


def requirement_as_data(requirement: RequirementOn) -> dict[str, Any]:
    """One requirement as plain values by name: the same in every file."""
    evidence = requirement.evidence
    return {
        "kind": requirement.kind.name.lower(),
        "state": requirement.state.value,
        "advisory": not requirement.is_binding,
        "clause": requirement.clause,
        "source": requirement.source,
        "evidence": evidence.label if evidence else "",
        "reason": requirement.reason,
        "due_on": requirement.due_on,
        "mend": requirement.mend,
        "mend_on": requirement.mend_on,
        "requirement": requirement.heading,
        "section": requirement.section,
        "mark": requirement.mark,
        "evidence_on": evidence.on if evidence else None,
    }


REQUIREMENT_COLUMNS = (
    "officer",
    "badge_number",
    "agency",
    "model",
    "form_revision",
    "status",
    "compliance",
    "kind",
    "requirement",
    "state",
    "advisory",
    "due_on",
    "reason",
    "mend",
    "mend_on",
    "clause",
    "section",
    "source",
    "mark",
    "evidence",
    "evidence_on",
)


def requirement_rows(answers: Iterator[Answer]) -> Iterator[list[Any]]:
    """One row an officer and requirement, in the order of `REQUIREMENT_COLUMNS`."""
    for answer in answers:
        data = answer.as_data()
        for requirement in data["requirements"]:
            named = data | requirement
            yield [named[column] for column in REQUIREMENT_COLUMNS]


def ids_on_the_books(
    viewer: Viewer, participations: QuerySet[Participation], source: StandingSource
) -> list[int]:
    """Those of `participations` that stand on the day, by agency and name. One query.

    At most one more than `LARGEST`, so that the caller can say no.
    """
    standings = (
        standings_on(viewer, source.on)
        .exclude(grade=Standing.Grade.NOT_APPLICABLE)
        .filter(participation__in=participations.order_by().values("pk"))
        .order_by("agency__name_key", "participation__name_key", "participation_id")
    )
    return list(standings.values_list("participation_id", flat=True)[: LARGEST + 1])


def ids_on_record(viewer: Viewer, agency: UUID | None, known: datetime | None) -> list[int]:
    """All participations, or those of one agency, by agency and name: however they stand.

    Asked what was known at a moment, those with an act on record by it. One query.
    """
    rows = Participation.objects.visible_to(viewer)
    if agency is not None:
        rows = rows.filter(agency__uuid=agency)
    if known is not None:
        rows = rows.filter(Exists(acts_known_by(known)))
    return list(rows.order_by("agency__name_key", "name_key", "pk").values_list("pk", flat=True))


def answers_of(viewer: Viewer, ids: Sequence[int], source: StandingSource) -> Iterator[Answer]:
    """The answers in the order of `ids`. For each thousand a fixed number of queries.

    Reads standing like every page: inside `source.over(...)`.
    """
    for start in range(0, len(ids), CHUNK):
        yield from _chunk(viewer, ids[start : start + CHUNK], source)


def _chunk(viewer: Viewer, ids: Sequence[int], source: StandingSource) -> Iterator[Answer]:
    participations = (
        Participation.objects.visible_to(viewer)
        .select_related("officer", "appointment", "agency", "agreement__form_revision")
        .in_bulk(ids)
    )
    recorded_then(participations.values(), source.known)
    recorded_agreements((p.agreement for p in participations.values()), source.known)
    standings = {
        row.participation_id: row
        for row in standings_on(viewer, source.on).filter(participation__in=ids)
    }
    flags: dict[int, list[Flag]] = {}
    for flag in (
        open_flags(source.known).filter(participation__in=ids).order_by("recorded_at", "pk")
    ):
        flags.setdefault(flag.participation_id, []).append(flag)
    requirements = requirements_of(list(participations), source.on, source.known)
    for pk in ids:
        if pk not in participations:
            continue
        standing = standings.get(pk)
        yield Answer(
            participation=participations[pk],
            standing=standing,
            compliance=compliance_of(standing.grade, standing.soon_from, source.on)
            if standing
            else Compliance.NOT_APPLICABLE,
            # What somebody is expected to do next is not kept as it was known.
            step=participations[pk].step if source.known is None else "",
            flags=flags.get(pk, []),
            requirements=requirements[pk],
        )
