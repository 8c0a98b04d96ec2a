"""Language and time. A day is judged in the agency's own zone; this is the nation's default."""

from g287.settings.base import BASE_DIR

LANGUAGE_CODE = "en-us"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"
