"""URLs of the app: files in."""

from django.urls import path

from intake.views import imported

urlpatterns = [
    path("imports/", imported.imports, name="imports"),
    path("imports/add/", imported.import_add, name="import-add"),
    path("imports/template/", imported.import_template, name="import-template"),
    path("imports/<uuid:uuid>/", imported.import_page, name="import"),
    path("imports/<uuid:uuid>/progress/", imported.import_progress, name="import-progress"),
    path(
        "imports/<uuid:uuid>/refused-rows/",
        imported.import_refused_rows,
        name="import-refused-rows",
    ),
    path("imports/<uuid:uuid>/check/", imported.import_check, name="import-check"),
    path("imports/<uuid:uuid>/commit/", imported.import_commit, name="import-commit"),
    path("imports/<uuid:uuid>/take-back/", imported.import_take_back, name="import-take-back"),
]
