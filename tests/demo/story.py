"""What the tests of the demo share: a seed, a day, and a digest of what was built."""

import hashlib
from datetime import date

from training.models import Participation

SEED = 287
TODAY = date(2026, 11, 24)


def digest_of_demo() -> str:
    """Over everybody's name, place and acts, without keys and times."""
    lines = []
    for p in Participation.objects.select_related("officer", "agency", "appointment").order_by(
        "agency__name", "model", "name_key", "id"
    ):
        acts = p.participationacts.order_by("effective_on", "kind", "id")
        lines.append(
            f"{p.agency} {p.model} {p.officer} {p.appointment.badge_number} {p.uuid} "
            + " ".join(f"{act.kind}:{act.effective_on}" for act in acts)
        )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
