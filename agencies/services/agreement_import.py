"""Take in ICE's list of participating agencies: agencies, agreements, and the act in force.

An agreement is known by agency, model and signing date; an agency by state and name. What a file
leaves out is never acted on: no agreement ends because it is absent, no link goes because a cell
says "link pending". The form of a new agreement is inferred; that of a known one is left alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer, day_in
from agencies.geography import state_code, zone_of
from agencies.models import Agency, Agreement, AgreementAct, FormRevision
from agencies.names import name_key
from agencies.rules.agreement_state import STATE_AFTER
from agencies.rules.form_revision import inferred_form
from agencies.services.agency_match import NameReview, Question, record_questions
from agencies.services.listed_agreement import (
    ADDENDUM,
    AGENCY,
    COLUMNS,
    COUNTY,
    MOA,
    SIGNED,
    STATE,
    TYPE,
    ListedAgreement,
    read_listed,
)
from agencies.services.listed_rows import NewAgency, NewAgreement, add_agencies, add_agreements
from agencies.states import ActKind, AgreementState
from intake.file import File
from intake.kinds import Kind, Origin
from intake.plan import Importer
from intake.report import Change, Comparison, Problem, Report
from intake.services.import_file import import_file
from intake.table import Table

AgencyKey = tuple[str, str]
AgreementKey = tuple[int, str, date]
LATEST_ZONE = "Pacific/Guam"


def import_agreements(viewer: Viewer, file: File, *, commit: bool, strict: bool) -> Report:
    """Check ICE's list against what is known; with `commit` write what it adds and changes."""
    return import_file(viewer, AGREEMENTS, file, commit=commit, strict=strict)


@dataclass
class AgreementImporter:
    """Plans a file of agreements against today's data, in three queries."""

    viewer: Viewer
    file_name: str
    name: str = "agreements"
    questions: list[Question] = field(default_factory=list)

    def plan(self, table: Table) -> "AgreementPlan":
        # No day has begun anywhere in the nation that has not begun on Guam.
        today = day_in(LATEST_ZONE)
        forms = list(FormRevision.objects.all())
        if not forms:
            raise Refused(_("No form revisions are loaded: run `manage.py migrate` first."))
        report, listed = Report(), []
        refused: set[AgencyKey] = set()
        for row in table:
            agreement, problems = read_listed(row, today, first_1904=table.sheet.first_1904)
            report.problems += problems
            if agreement is not None:
                listed.append(agreement)
            else:
                refused.add((state_code(row.text(STATE)) or "", name_key(row.text(AGENCY))))
        report.blank = table.blank
        names = NameReview(self.viewer, {agreement.state for agreement in listed})
        plan = AgreementPlan(self.viewer, self.file_name, forms, today, names, report)
        plan.refused = {names.other_names.get(key, key) for key in refused}
        plan.compare(plan.by_agency(listed))
        self.questions = plan.questions
        plan.report.problems.sort(key=lambda problem: problem.row)
        return plan


@dataclass
class AgreementPlan:
    """What a file comes to: agencies and agreements to add, and values to change.

    `refused` are the agencies of rows that cannot be taken: which agreement such a row means is
    not known, so none of theirs is called absent.
    """

    viewer: Viewer
    file_name: str
    forms: list[FormRevision]
    today: date
    names: NameReview
    report: Report = field(default_factory=Report)
    questions: list[Question] = field(default_factory=list)
    refused: set[AgencyKey] = field(default_factory=set)
    _new_agencies: dict[AgencyKey, NewAgency] = field(default_factory=dict)
    _new_agreements: list[NewAgreement] = field(default_factory=list)
    _changed_agencies: dict[int, Agency] = field(default_factory=dict)
    _changed_agreements: list[Agreement] = field(default_factory=list)

    def by_agency(
        self, listed: Iterable[ListedAgreement]
    ) -> dict[AgencyKey, list[ListedAgreement]]:
        """The rows of each agency; a second row that states the same agreement is refused."""
        first: dict[tuple[AgencyKey, str, date], ListedAgreement] = {}
        found: dict[AgencyKey, list[ListedAgreement]] = {}
        for agreement in listed:
            agency = self.names.key_of(agreement.state, agreement.agency)
            key = (agency, agreement.model, agreement.signed_on)
            if (earlier := first.setdefault(key, agreement)) is agreement:
                found.setdefault(agency, []).append(agreement)
                continue
            self.report.problems.append(
                Problem(
                    agreement.row,
                    AGENCY,
                    agreement.agency,
                    _("This is the same agreement as in row %d.") % earlier.row,
                    _("Delete one of the two rows."),
                )
            )
        return found

    def compare(self, by_agency: dict[AgencyKey, list[ListedAgreement]]) -> None:
        """Sort the rows into new, changed and the same."""
        agencies = self._known_agencies(by_agency)
        self._ask_about_near_names(by_agency, agencies)
        agreements = self._known_agreements()
        gone = self._gone_by_document(agreements, by_agency, agencies)
        absent = dict(agreements)
        for key, rows in by_agency.items():
            known = agencies.get(key)
            agency = known or self._add_agency(key, rows[0])
            changed = self._compare_agency(agency, rows, known=known is not None)
            for row in rows:
                agreement = None
                if known is not None:
                    agreement = agreements.get((known.pk, row.model, row.signed_on))
                    absent.pop((known.pk, row.model, row.signed_on), None)
                if agreement is None and known is not None:
                    redated = gone.get((known.pk, row.model, row.moa_url))
                    if redated is not None:
                        absent.pop((known.pk, row.model, redated.signed_on), None)
                        self._note_new_date(redated, row)
                        self.report.unchanged += 1
                        continue
                if agreement is None:
                    self._add_agreement(agency, row)
                    continue
                self._note_end(agreement, row)
                if self._compare_agreement(agreement, row) or row.row in changed:
                    self.report.updated += 1
                else:
                    self.report.unchanged += 1
        self.report.absent += sorted(map(_named, filter(self._is_missed, absent.values())))
        self.report.changes.sort(key=lambda change: change.row)
        self.report.notes.sort(key=lambda note: note.row)

    def write(self) -> None:
        """Write everything in six statements, whatever the number of rows."""
        add_agencies(self._new_agencies.values())
        Agency.objects.bulk_update(self._changed_agencies.values(), ["kind", "county"])
        Agreement.objects.bulk_update(self._changed_agreements, ["moa_url", "addendum_url"])
        evidence = f"ICE's list of participating agencies, {self.file_name}"[:300]
        add_agreements(self.viewer, self._new_agreements, evidence)

    def _ask_about_near_names(
        self,
        by_agency: dict[AgencyKey, list[ListedAgreement]],
        agencies: dict[AgencyKey, Agency],
    ) -> None:
        """Take out the rows of names that almost equal a known agency's: a person is asked."""
        new = {
            key: (rows[0].agency, next((r.county for r in rows if r.county), ""))
            for key, rows in by_agency.items()
            if key not in agencies
        }
        for key, question in self.names.questions(new).items():
            self.questions.append(question)
            known = question.known
            self.refused.add((known.state, known.name_key))
            self.report.comparisons.append(
                Comparison(by_agency[key][0].row, f"{question.name}, {question.state}", str(known))
            )
            for row in by_agency.pop(key):
                self.report.problems.append(
                    Problem(
                        row.row,
                        AGENCY,
                        row.agency,
                        _(
                            'Almost the name of "%(known)s"%(county)s, which is known: waiting for'
                            " somebody to say whether it is the same agency."
                        )
                        % {"known": known.name, "county": known.county and f" ({known.county})"},
                        _("Answer on the page Names to compare, then import the list again."),
                    )
                )

    def _gone_by_document(
        self,
        agreements: dict[AgreementKey, Agreement],
        by_agency: dict[AgencyKey, list[ListedAgreement]],
        agencies: dict[AgencyKey, Agency],
    ) -> dict[tuple[int, str, str], Agreement]:
        """Known agreements that the file does not have under their date, by their MOA."""
        listed = {
            (agencies[key].pk, row.model, row.signed_on)
            for key, rows in by_agency.items()
            if key in agencies
            for row in rows
        }
        return {
            (agreement.agency_id, agreement.model, agreement.moa_url): agreement
            for key, agreement in agreements.items()
            if key not in listed and agreement.moa_url
        }

    def _note_new_date(self, agreement: Agreement, row: ListedAgreement) -> None:
        self.report.notes.append(
            Problem(
                row.row,
                SIGNED,
                row.signed_on.isoformat(),
                _("The same MOA is known as signed on %s; that date was kept.")
                % agreement.signed_on.isoformat(),
                _("If the list is right, correct the agreement's date."),
            )
        )

    def _is_missed(self, agreement: Agreement) -> bool:
        """Whether a list that is complete would have the agreement: it is real and not over."""
        agency = agreement.agency
        return (
            not agency.is_invented
            and not _has_ended(agreement)
            and (agency.state, agency.name_key) not in self.refused
        )

    def _note_end(self, agreement: Agreement, row: ListedAgreement) -> None:
        if _has_ended(agreement):
            self.report.notes.append(
                Problem(
                    row.row,
                    AGENCY,
                    row.agency,
                    _("This agreement has ended and is listed again; it stays ended."),
                    _("If it is in force again, record the new agreement or the act."),
                )
            )

    def _known_agencies(self, keys: Iterable[AgencyKey]) -> dict[AgencyKey, Agency]:
        wanted = set(keys)
        found = Agency.objects.visible_to(self.viewer, Permission.MANAGE_AGREEMENTS).filter(
            state__in={state for state, _name in wanted}, name_key__in={name for _s, name in wanted}
        )
        known = {(agency.state, agency.name_key): agency for agency in found}
        return {key: agency for key, agency in known.items() if key in wanted}

    def _known_agreements(self) -> dict[AgreementKey, Agreement]:
        found = (
            Agreement.objects.visible_to(self.viewer, Permission.MANAGE_AGREEMENTS)
            .select_related("agency")
            .with_state_on(self.today)
        )
        return {(a.agency_id, a.model, a.signed_on): a for a in found}

    def _add_agency(self, key: AgencyKey, row: ListedAgreement) -> NewAgency:
        state, name = key
        agency = NewAgency(row.agency, name, state, zone_of(state))
        self._new_agencies[key] = agency
        return agency

    def _add_agreement(self, agency: Agency | NewAgency, row: ListedAgreement) -> None:
        form = inferred_form(self.forms, row.model, row.signed_on)
        self._new_agreements.append(NewAgreement(agency, row, form))
        self.report.created += 1

    def _compare_agreement(self, agreement: Agreement, row: ListedAgreement) -> bool:
        changed = False
        for column, attribute in ((MOA, "moa_url"), (ADDENDUM, "addendum_url")):
            old, new = getattr(agreement, attribute), getattr(row, attribute)
            if new and new != old:
                setattr(agreement, attribute, new)
                self.report.changes.append(Change(row.row, column, old, new))
                changed = True
        if changed:
            self._changed_agreements.append(agreement)
        return changed

    def _compare_agency(
        self, agency: Agency | NewAgency, rows: list[ListedAgreement], *, known: bool
    ) -> set[int]:
        """Give the agency the county and kind that its rows state; the rows that changed it.

        Rows of one agency may differ (a slip of the keyboard): what most of them say is taken,
        the first of equals, and the others are noted.
        """
        changed: set[int] = set()
        for column, attribute in ((COUNTY, "county"), (TYPE, "kind")):
            stated = [value for row in rows if (value := getattr(row, attribute))]
            if not stated:
                continue
            old = getattr(agency, attribute)
            # Most agencies have one row, and counting is slow.
            agreed = len(set(stated)) == 1
            taken = stated[0] if agreed else Counter(stated).most_common(1)[0][0]
            for row in rows:
                value = getattr(row, attribute)
                if value and value != taken:
                    self.report.notes.append(
                        Problem(
                            row.row,
                            column,
                            value,
                            _('Other rows of this agency say "%s", which was taken.') % taken,
                        )
                    )
                elif known and value and value != old:
                    self.report.changes.append(Change(row.row, column, old, value))
                    changed.add(row.row)
            if taken != old:
                setattr(agency, attribute, taken)
                if isinstance(agency, Agency):
                    self._changed_agencies[agency.pk] = agency
        return changed


def _has_ended(agreement: Agreement) -> bool:
    last = ActKind(getattr(agreement, "last_act", None) or ActKind.IN_FORCE)
    return STATE_AFTER.get(last) is AgreementState.ENDED


def _named(agreement: Agreement) -> str:
    return _("%(agreement)s, signed %(day)s") % {
        "agreement": agreement,
        "day": agreement.signed_on.isoformat(),
    }


def _importer(viewer: Viewer, origin: Origin) -> Importer:
    return AgreementImporter(viewer, origin.file_name)


def _ask(importer: AgreementImporter) -> None:
    record_questions(importer.viewer, importer.questions, importer.file_name)


AGREEMENTS = Kind(
    name="agreements",
    title=gettext_lazy("ICE's list of agreements"),
    description=gettext_lazy(
        "The workbook of participating agencies as ICE publishes it. No agreement ends because"
        " the list leaves it out."
    ),
    columns=COLUMNS,
    permission=Permission.MANAGE_AGREEMENTS,
    importer=_importer,
    writes=(AgreementAct, Agreement, Agency),
    conclude=_ask,
    answered_at="agency-matches",
)
