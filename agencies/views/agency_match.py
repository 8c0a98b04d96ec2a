"""Names to compare: a list's name beside the known agency that it may be."""

from uuid import UUID

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from accounts.refusal import Refused
from accounts.viewer import Viewer
from agencies.models import Agency, AgencyMatch
from agencies.selectors.agency_match import answered_matches, open_matches, ori_proposals
from agencies.services.agency_match import answer_match, answer_ori

SHOWN_MOST = 100


@needs(Permission.MANAGE_AGREEMENTS)
def agency_matches(request: AccessRequest) -> HttpResponse:
    """What waits for "same" or "another", and what was answered last."""
    if request.method == "POST":
        _answer_all(request)
        return redirect("agency-matches")
    matches, proposals = open_matches(request.viewer), ori_proposals(request.viewer)
    context = {
        "matches": matches[:SHOWN_MOST],
        "proposals": proposals[:SHOWN_MOST],
        "waiting": len(matches),
        "proposed": len(proposals),
        "answered": answered_matches(request.viewer),
        "most": SHOWN_MOST,
    }
    return render(request, "agencies/agency_matches.html", context)


def _answer_all(request: AccessRequest) -> None:
    """One answer for every ticked row; a row that refuses keeps the others from nothing."""
    ticked, answer, done = request.POST.getlist("ticked"), request.POST.get("answer", ""), 0
    if not ticked:
        messages.error(request, _("Tick the rows that you answer for."))
        return
    for text in ticked:
        try:
            _answer(request.viewer, text, answer)
            done += 1
        except Refused as refused:
            messages.error(request, str(refused))
    if done:
        _say(request, done, answer)


def _answer(viewer: Viewer, text: str, answer: str) -> None:
    """`text` is a question's UUID, or an agency's with the ORI proposed for it after a slash."""
    identity, _slash, ori = text.partition("/")
    try:
        uuid = UUID(identity)
    except ValueError as error:
        raise Refused(_("That row is no longer there. Look at the page again.")) from error
    if ori:
        agencies = Agency.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
        if known := agencies.filter(uuid=uuid).first():
            answer_ori(viewer, known, ori, answer)
            return
    else:
        matches = AgencyMatch.objects.visible_to(viewer, Permission.MANAGE_AGREEMENTS)
        if match := matches.filter(uuid=uuid).first():
            answer_match(viewer, match, answer)
            return
    raise Refused(_("That row is no longer there. Look at the page again."))


def _say(request: HttpRequest, done: int, answer: str) -> None:
    if answer == AgencyMatch.Answer.SAME:
        told = ngettext(
            "%(n)s name is now the known agency's.",
            "%(n)s names are now the known agencies'.",
            done,
        )
    else:
        told = ngettext(
            "%(n)s name is another agency's; you will not be asked again.",
            "%(n)s names are other agencies'; you will not be asked again.",
            done,
        )
    messages.success(request, told % {"n": intcomma(done)})
