"""The product as a WSGI application on the test database, for a server in a process of its own."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.conf import settings

settings.DATABASES["default"].update(json.loads(os.environ["G287_SERVED_DATABASE"]))

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
