"""Settings of the test run: a cluster of its own, and nothing slow or lasting.

pytest-django reads the settings before any conftest, so the cluster is started here.
"""

import os
import tempfile
from pathlib import Path

os.environ["G287_LOCAL_POSTGRES"] = "test"
os.environ["G287_LOGIN"] = "owner"  # creates and migrates; conftest.py then becomes the web login
os.environ.setdefault("SECRET_KEY", "for-tests-only")

from g287 import local_postgres

if not os.environ.get("DATABASE_URL"):
    try:
        local_postgres.ensure_started("test")
    except local_postgres.LocalPostgresError as error:
        raise SystemExit(str(error)) from error

from g287.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # No collectstatic before a test run: names without a digest, served by the finders.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = Path(tempfile.gettempdir()) / "g287-no-static-root"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
