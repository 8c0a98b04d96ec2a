"""URLs of the app: everything that only reads."""

from django.urls import path

from reports.views import agencies, agreements, home, officer, officers, report, search

urlpatterns = [
    path("", home.home, name="home"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<uuid:uuid>/", agencies.agency, name="agency"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<uuid:uuid>/", agreements.agreement, name="agreement"),
    path("officers/", officers.officers, name="officers"),
    path("officers/<uuid:uuid>/", officer.officer, name="officer"),
    path("reports/", report.reports, name="reports"),
    path("reports/<slug:slug>/", report.report, name="report"),
    path("search/", search.search, name="search"),
]
