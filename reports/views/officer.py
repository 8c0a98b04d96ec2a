"""The officer's page: the passport."""

import uuid
from http import HTTPStatus

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from accounts.demo_note import noted
from accounts.gate import AccessRequest, needs
from accounts.permissions import Permission
from agencies.models import Agency, Officer
from agencies.selectors.agency import today_at
from agencies.selectors.as_recorded import as_recorded
from reports.forms.officer import PassportForm
from reports.selectors.agreements import form_in_short, recorded_agreements
from reports.selectors.answer import answers_of
from reports.selectors.compliance import recorded_then
from reports.selectors.officer_acts import brought_training, more_acts
from reports.selectors.passport import appointments_of, participations_of, passport
from reports.views.files import json_file
from training.models import Participation


@needs(Permission.VIEW)
def officer(request: AccessRequest, uuid: uuid.UUID) -> HttpResponseBase:
    """One officer, under one agreement at a time, on the day asked for; with `?format=json` a file.

    The file says what the page says, in the same words.
    """
    viewer = request.viewer
    found = get_object_or_404(Officer.objects.visible_to(viewer), uuid=uuid)
    # An earlier agency sees the officer and not the agency that keeps the record now.
    agency = Agency.objects.visible_to(viewer).filter(pk=found.agency_id).first()
    today = today_at(agency) if agency else viewer.today
    form = PassportForm(request.GET, viewer, today=today)
    participations = participations_of(viewer, found, form.moment)
    asked = form.value("participation")
    chosen = next((p for p in participations if p.uuid == asked), None)
    chosen = chosen or (participations[0] if participations else None)
    keeps = Officer.objects.visible_to(viewer, Permission.KEEP_OFFICERS).filter(pk=found.pk)
    may_keep = viewer.may(Permission.KEEP_OFFICERS) and keeps.exists()
    appointments = appointments_of(viewer, found)
    recorded_then(participations, form.moment)
    recorded_agreements((p.agreement for p in participations), form.moment)
    as_recorded([found, *appointments, *(one.agency for one in appointments)], form.moment)
    shown = None
    wants_file = request.GET.get("format") == "json"
    ids = [chosen.pk] if chosen else []
    with form.over(Participation.objects.visible_to(viewer).filter(pk__in=ids)):
        if wants_file and not form.errors:
            rows = [noted(answer.as_data()) for answer in answers_of(viewer, ids, form.source)]
            return json_file("officer", form.day, {"officer": str(found)}, rows, form.known_day)
        if chosen:
            shown = passport(viewer, chosen, form.source)
    serves = any(
        one.agency_id == found.agency_id and one.valid_from <= today < one.valid_to
        for one in appointments
    )
    context = {
        "form": form,
        "day": form.day,
        "is_today": form.is_today,
        "known_day": form.known_day,
        "officer": found,
        "participations": participations,
        "appointments": appointments,
        "chosen": chosen,
        "form_in_short": form_in_short(chosen.agreement) if chosen else "",
        "shown": shown,
        "brought_training": brought_training(viewer, found) if form.known_day is None else [],
        # Acts are done today, whatever day the page is about.
        "more_acts": more_acts(
            viewer,
            found,
            chosen,
            shown.status if shown else "",
            serves=serves,
            keeps=may_keep,
        )
        if form.is_now
        else [],
        "may_keep": may_keep,
        "may_nominate": viewer.may(Permission.NOMINATE),
    }
    # A file of something else than what was asked for would be believed.
    status = HTTPStatus.BAD_REQUEST if wants_file and form.errors else HTTPStatus.OK
    return render(request, "reports/officer.html", context, status=status)
