"""Asking whether two names are one agency's, and keeping what a person answers.

A name in a list that almost equals a known agency's waits: its rows are written once somebody has
said "same" (then it is another name of the known agency, in every later list too) or "new".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.refusal import Reason, Refused, refuse_if
from accounts.viewer import Viewer
from agencies.models import Agency, AgencyMatch
from agencies.models.rows import name_key
from agencies.querysets import AgencyMatchQuerySet
from agencies.rules.agency_name import KnownNames, Near
from agencies.selectors.agency_match import ori_proposals

AgencyKey = tuple[str, str]
Answer = AgencyMatch.Answer


@dataclass(frozen=True, slots=True)
class Question:
    """A name in a list, and the known agency that it may be."""

    state: str
    name: str
    county: str
    known: Agency
    score: int


@dataclass
class NameReview:
    """What is known about the names of some states: other names, agencies told apart, near names.

    Three queries, however many names are asked about.
    """

    viewer: Viewer
    states: set[str]
    other_names: dict[AgencyKey, AgencyKey] = field(default_factory=dict)
    _apart: defaultdict[AgencyKey, set[int]] = field(default_factory=lambda: defaultdict(set))
    _names: dict[str, KnownNames] | None = None
    _near: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        answered = _matches(self.viewer).filter(state__in=self.states, ori="").exclude(answer="")
        for match in answered.select_related("known"):
            key = (match.state, match.name_key)
            if match.answer == Answer.SAME:
                self.other_names[key] = (match.known.state, match.known.name_key)
            else:
                self._apart[key].add(match.known_id)

    def key_of(self, state: str, name: str) -> AgencyKey:
        """The state and name that the agency is known by; the name itself where it is new."""
        key = (state, name_key(name))
        return self.other_names.get(key, key)

    def questions(self, new: Mapping[AgencyKey, tuple[str, str]]) -> dict[AgencyKey, Question]:
        """Of new agencies (name and county by key), those that almost equal a known one."""
        found: dict[AgencyKey, tuple[str, str, Near]] = {}
        for key, (name, county) in new.items():
            names = self._known_names(key[0])
            if near := names.nearest(name, county, frozenset(self._apart.get(key, ()))):
                found[key] = (name, county, near)
        agencies = Agency.objects.in_bulk([near.key for _name, _county, near in found.values()])
        return {
            key: Question(key[0], name, county, agencies[near.key], near.score)
            for key, (name, county, near) in found.items()
        }

    def _known_names(self, state: str) -> KnownNames:
        if self._names is None:
            by_state: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
            rows = Agency.objects.visible_to(self.viewer, Permission.MANAGE_AGREEMENTS).filter(
                state__in=self.states
            )
            for key, at, name, county in rows.values_list("id", "state", "name", "county"):
                by_state[at].append((key, name, county))
            self._names = {at: KnownNames(by_state[at]) for at in self.states}
        return self._names[state]


def record_questions(viewer: Viewer, questions: Iterable[Question], list_name: str) -> int:
    """Keep what is to be asked, for the page where people answer; what is asked already stays."""
    viewer.must(Permission.MANAGE_AGREEMENTS)
    asked = AgencyMatch.objects.bulk_create(
        (
            AgencyMatch(
                state=question.state,
                name=question.name,
                name_key=name_key(question.name),
                county=question.county,
                known=question.known,
                score=question.score,
                list_name=list_name[:300],
            )
            for question in questions
        ),
        ignore_conflicts=True,
    )
    return len(asked)


def answer_match(viewer: Viewer, match: AgencyMatch, answer: str) -> AgencyMatch:
    """Say whether the name is the known agency's. The next import of the list goes by it."""
    viewer.must(Permission.MANAGE_AGREEMENTS)
    row: AgencyMatch = AgencyMatch.objects.select_for_update(of=("self",)).get(pk=match.pk)
    _refuse_unless_answerable(row, answer)
    return _answered(viewer, row, answer)


def answer_ori(viewer: Viewer, known: Agency, ori: str, answer: str) -> AgencyMatch:
    """Say whether an agency without an ORI is the one that the FBI's list has under `ori`.

    "Same" gives it the ORI and takes the list's own entry away, which nothing may refer to.
    """
    viewer.must(Permission.MANAGE_AGREEMENTS)
    locked = {a.pk: a for a in Agency.objects.select_for_update(of=("self",)).filter(pk=known.pk)}
    known = locked[known.pk]
    twins = [twin for mine, twin in ori_proposals(viewer) if (mine.pk, twin.ori) == (known.pk, ori)]
    if not twins:
        raise Refused(_("This ORI is no longer proposed for that agency. Look at the page again."))
    twin = twins[0]
    match = AgencyMatch(
        state=known.state,
        name=twin.name,
        name_key=twin.name_key,
        county=twin.county,
        ori=ori,
        known=known,
        score=100,
    )
    _refuse_unless_answerable(match, answer)
    match.save()
    if answer == Answer.SAME:
        _take_over(known, twin)
    return _answered(viewer, match, answer)


def _take_over(known: Agency, twin: Agency) -> None:
    ori, fbi_name, county = twin.ori, twin.fbi_name, twin.county
    AgencyMatch.objects.filter(known=twin).update(known=known)
    try:
        twin.delete()
    except ProtectedError as error:
        raise Refused(
            _("%s has records of its own, so the two cannot become one here.") % twin
        ) from error
    known.ori, known.fbi_name, known.county = ori, fbi_name, known.county or county
    known.save(update_fields=["ori", "fbi_name", "county"])


def _refuse_unless_answerable(match: AgencyMatch, answer: str) -> None:
    reasons = []
    if answer not in Answer.values:
        reasons.append(Reason(_("Say whether it is the same agency or another."), "answer"))
    if match.answer:
        reasons.append(Reason(_("Somebody has answered this already."), "answer"))
    refuse_if(reasons)


def _answered(viewer: Viewer, match: AgencyMatch, answer: str) -> AgencyMatch:
    match.answer = answer
    match.answered_at = timezone.now()
    match.answered_by_id = viewer.user_id
    match.save(update_fields=["answer", "answered_at", "answered_by"])
    if answer == Answer.SAME and not match.ori:
        # A name is one agency's: what else was asked about it is settled.
        others = AgencyMatch.objects.filter(
            state=match.state, name_key=match.name_key, ori="", answer=""
        )
        others.update(
            answer=Answer.NEW, answered_at=match.answered_at, answered_by_id=viewer.user_id
        )
    return match


def _matches(viewer: Viewer) -> AgencyMatchQuerySet:
    return AgencyMatch.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
