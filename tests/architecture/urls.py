"""Every URL of the product, found by walking the URLconf, with an object to ask each of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.gate import declaration_of
from accounts.permissions import Permission
from accounts.roles import SUPERVISOR, Role, Scope
from agencies.models import Invitation, Membership, SupervisorAssignment
from intake.models import Import
from tests.factories import SupervisorAssignmentFactory, UserFactory, member
from tests.support import chain
from training.models import (
    CredentialReturn,
    Enrollment,
    Flag,
    Notice,
    Participation,
    Reevaluation,
    RuleSet,
    Waiver,
)

# The surname of every officer of the agency that outsiders must not see.
SURNAME = "Needleman"


@dataclass(frozen=True)
class Page:
    """One pattern: its name, its route from the root, its view, the app or library it came by."""

    name: str
    route: str
    view: Callable[..., Any]
    namespace: str

    @property
    def takes_arguments(self) -> bool:
        return "<" in self.route or "(?P" in self.route


def pages() -> list[Page]:
    """All of them, whatever includes they hide in."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], route: str, namespace: str) -> Iterator[Page]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield Page(pattern.name or "", here, pattern.callback, namespace)


def our_pages() -> list[Page]:
    """Without Django admin and the sign-in library, which have tests of their own."""
    return [p for p in pages() if p.namespace != "admin" and not p.route.startswith("account/")]


@dataclass
class Scene:
    """One agency with an officer at each place of the chain, and people elsewhere."""

    cast: chain.Chain
    elsewhere: chain.Chain
    nominated: Participation
    vetted: Participation
    certified: Participation
    authorized: Participation
    open: Enrollment
    complete: Enrollment
    waiting: Enrollment
    membership: Membership
    assignment: SupervisorAssignment
    invitation: Invitation
    waiver: Waiver
    credential_return: CredentialReturn
    notice: Notice
    flag: Flag
    reevaluation: Reevaluation
    imported: Import


def scene() -> Scene:
    """Made inside the system's scope."""
    cast, elsewhere = chain.chain(), chain.chain()
    named = {"last_name": SURNAME, "name_key": f"{SURNAME.lower()} avery"}
    chain.authorized(elsewhere)
    invitation = Invitation.objects.create(
        email="new@example.com",
        name=f"Robin {SURNAME}",
        role="training_coordinator",
        agency=cast.agency,
        invited_by_id=cast.administrator.user_id,
        expires_at=timezone.now() + timedelta(days=7),
    )
    authorized = chain.authorized(cast, **named)
    about = {"agency": cast.agency, "participation": authorized}
    return Scene(
        cast=cast,
        elsewhere=elsewhere,
        nominated=chain.nominated(cast, **named),
        vetted=chain.vetted(cast, **named),
        certified=chain.certified(cast, **named),
        authorized=authorized,
        open=chain.enrolled(cast, **named),
        complete=chain.complete(cast, **named),
        waiting=chain.submitted(cast, **named),
        membership=Membership.objects.filter(agency=cast.agency).first(),
        assignment=SupervisorAssignmentFactory(user=UserFactory(), agreement=cast.agreement),
        invitation=invitation,
        flag=Flag.objects.create(
            **about, code=Flag.Code.AUTHORIZED_TOO_LONG, affected_from=cast.today
        ),
        waiver=Waiver.objects.create(
            **about,
            kind=9,
            reason="absence",
            evidence="Memo 1",
            valid_from=cast.today,
            valid_to=cast.today + timedelta(days=30),
            recorded_by_id=cast.administrator.user_id,
        ),
        credential_return=CredentialReturn.objects.create(**about, opened_on=cast.today),
        notice=Notice.objects.create(
            **about,
            kind="complaint",
            started_at=timezone.now(),
            due_at=timezone.now() + timedelta(hours=48),
        ),
        reevaluation=Reevaluation.objects.create(
            name="Anew",
            reason="Letter",
            rule_set=RuleSet.objects.get(form_revision__code="WSO-2025-02-15"),
            effective_on=cast.today,
            digest="0" * 64,
            prepared_by_id=cast.manager.user_id,
        ),
        imported=Import.objects.create(
            agency=cast.agency,
            kind="roster",
            file_name=f"{SURNAME}.csv",
            sha256="0" * 64,
            size=1,
            content=b"x",
            state=Import.State.PLANNED,
            uploaded_by_id=cast.administrator.user_id,
        ),
    )


# What each URL with arguments is asked for. A new URL needs a line here.
SAMPLES: dict[str, Callable[[Scene], list[Any]]] = {
    "agency": lambda s: [s.cast.agency.uuid],
    "agreement": lambda s: [s.cast.agreement.uuid],
    "agreement-act-add": lambda s: [s.cast.agreement.uuid],
    "agreement-confirm-form": lambda s: [s.cast.agreement.uuid],
    "duty-add": lambda s: [s.cast.agreement.uuid],
    "conflict-dispose": lambda s: [s.flag.uuid],
    "officer": lambda s: [s.authorized.officer.uuid],
    "officer-edit": lambda s: [s.authorized.officer.uuid],
    "nomination-add": lambda s: [s.authorized.officer.uuid],
    "vetting-add": lambda s: [s.nominated.uuid],
    "authorization-add": lambda s: [s.certified.uuid],
    "evaluation-add": lambda s: [s.authorized.uuid],
    "suspension-add": lambda s: [s.authorized.uuid],
    "reinstatement-add": lambda s: [s.authorized.uuid],
    "revocation-add": lambda s: [s.authorized.uuid],
    "withdrawal-add": lambda s: [s.authorized.uuid],
    "disqualification-lift": lambda s: [s.authorized.uuid],
    "separation-add": lambda s: [s.authorized.officer.uuid],
    "transfer-add": lambda s: [s.authorized.officer.uuid],
    "attestation-add": lambda s: [s.authorized.uuid],
    "discipline-add": lambda s: [s.authorized.uuid],
    "recheck-add": lambda s: [s.authorized.uuid],
    "waiver-add": lambda s: [s.authorized.uuid],
    "waiver-decide": lambda s: [s.waiver.uuid],
    "credential-return": lambda s: [s.credential_return.uuid],
    "notice-send": lambda s: [s.notice.uuid],
    "course": lambda s: [s.open.training_class.course_version.course.uuid],
    "rule-set": lambda s: [s.reevaluation.rule_set.uuid],
    "reevaluation": lambda s: [s.reevaluation.uuid],
    "reevaluation-preview": lambda s: [s.reevaluation.uuid],
    "reevaluation-apply": lambda s: [s.reevaluation.uuid],
    "class": lambda s: [s.open.training_class.uuid],
    "class-edit": lambda s: [s.open.training_class.uuid],
    "class-cancel": lambda s: [s.open.training_class.uuid],
    "class-attendance": lambda s: [s.complete.training_class.uuid],
    "class-file": lambda s: [s.complete.training_class.uuid],
    "class-results": lambda s: [s.complete.training_class.uuid],
    "class-submit": lambda s: [s.complete.training_class.uuid],
    "enrollment-add": lambda s: [s.open.training_class.uuid],
    "enrollment-leave": lambda s: [s.open.uuid],
    "attendance-record": lambda s: [s.complete.uuid],
    "exam-record": lambda s: [s.complete.uuid],
    "record": lambda s: [s.complete.uuid],
    "record-submit": lambda s: [s.complete.uuid],
    "record-sign-off": lambda s: [s.waiting.uuid],
    "report": lambda s: ["officer-compliance"],
    "membership-end": lambda s: [s.membership.uuid],
    "invitation-withdraw": lambda s: [s.invitation.uuid],
    "supervisor-assignment-accept": lambda s: [s.assignment.uuid],
    "supervisor-assignment-end": lambda s: [s.assignment.uuid],
    "invitation": lambda s: [s.invitation.token],
    "import": lambda s: [s.imported.uuid],
    "import-progress": lambda s: [s.imported.uuid],
    "import-refused-rows": lambda s: [s.imported.uuid],
    "import-check": lambda s: [s.imported.uuid],
    "import-commit": lambda s: [s.imported.uuid],
    "import-take-back": lambda s: [s.imported.uuid],
}

# Objects that belong to no agency: everybody who may open the page finds them.
SHARED = {
    "class",
    "class-attendance",
    "class-cancel",
    "class-edit",
    "class-file",
    "class-results",
    "class-submit",
    "course",
    "enrollment-add",
    "reevaluation",
    "reevaluation-apply",
    "reevaluation-preview",
    "report",
    "rule-set",
}

# Refused to everybody who does not hold the permission for the whole nation.
NATIONAL = {"supervisor-assignment-add", "supervisor-assignment-end"}


def address(page: Page, on: Scene) -> str:
    """Where the page is, for the scene's own objects."""
    return reverse(page.name, args=SAMPLES[page.name](on) if page.takes_arguments else [])


def place_of(role: Role, cast: chain.Chain) -> Any:
    """Where somebody in `role` belongs who has to do with the cast's agency."""
    if role.scope is Scope.AGENCY:
        return cast.agency
    if role is SUPERVISOR or role.scope is Scope.FIELD_OFFICE:
        return cast.agency.field_office
    return None


def opened_by(role: Role, on: Scene) -> Iterator[tuple[str, str]]:
    """Every page that somebody in `role` may open, by its name: the HTML as it is sent."""
    client = Client()
    client.force_login(member(role, place_of(role, on.cast)))
    for page in our_pages():
        declared = declaration_of(page.view)
        if isinstance(declared, Permission) and declared not in role.permissions:
            continue
        if page.name in NATIONAL and role.scope is not Scope.NATION:
            continue
        response = client.get(address(page, on))
        if response.get("Content-Type", "").startswith("text/html"):
            yield page.name, response.content.decode()
