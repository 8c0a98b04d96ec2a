"""The root of the URLs. Names are flat: `officer`, not `agencies:officer`."""

from django.contrib import admin
from django.urls import include, path

from g287 import views

handler403 = "g287.errors.forbidden"
handler404 = "g287.errors.not_found"
handler500 = "g287.errors.failed"

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("training.urls")),
    path("", include("agencies.urls")),
    path("", include("intake.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("about-these-data/", views.about_data, name="about-data"),
    path("style/", views.style, name="style"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
