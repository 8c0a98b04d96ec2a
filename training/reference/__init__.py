"""Reference data: form revisions, courses and rule sets, read from the project's TOML files.

`load_reference(apps)` brings the tables to what the files say. A migration calls it, so that a
fresh database has them; `manage.py load_reference` calls it after a file has changed. Running it
again changes nothing. A published rule set that already judges somebody keeps what it demands:
such a change needs a new `version` in the file (see docs/rules.md).
"""

from training.reference.files import BadReferenceData
from training.reference.load import Loaded, load_reference

__all__ = ["BadReferenceData", "Loaded", "load_reference"]
