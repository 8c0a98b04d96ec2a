"""Settings, split by concern; each module reads its environment variables itself.

`base` apps, middleware and templates; `storage` database, cache, files and mail;
`security` cookies, CSP, sign-in; `demo` the demo's sign-ins; `locale` language and time; `logs`
structured logging.
"""

from g287.settings.base import *  # noqa: F403
from g287.settings.demo import *  # noqa: F403
from g287.settings.locale import *  # noqa: F403
from g287.settings.logs import *  # noqa: F403
from g287.settings.security import *  # noqa: F403
from g287.settings.storage import *  # noqa: F403
