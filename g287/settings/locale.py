"""Language and time. A day is judged in the agency's own zone; this is the nation's default."""

from django.utils.translation import gettext_lazy as _

from g287.settings.base import BASE_DIR

LANGUAGE_CODE = "en-us"
# Those that the product is translated to: in another one only Django's own words would be.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"
