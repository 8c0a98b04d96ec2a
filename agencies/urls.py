"""URLs of the app: everything that writes about agencies, agreements, officers and people."""

from django.urls import path

from agencies.views import agency_match, invitation, officer, people
from agencies.views.viewer_switch import viewer_switch

urlpatterns = [
    path("agencies/names/", agency_match.agency_matches, name="agency-matches"),
    path("officers/add/", officer.officer_add, name="officer-add"),
    path("officers/<uuid:uuid>/edit/", officer.officer_edit, name="officer-edit"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitation.invitation_add, name="invitation-add"),
    path(
        "people/invitations/<uuid:uuid>/withdraw/",
        invitation.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("people/<uuid:uuid>/end/", people.membership_end, name="membership-end"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("act-as/", viewer_switch, name="viewer-switch"),
]
