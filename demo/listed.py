"""ICE's own list in the demo, and whether anything else stands in the database."""

from dataclasses import dataclass
from pathlib import Path

from accounts.viewer import Viewer
from agencies.models import Agency, Officer
from agencies.services.agreement_import import import_agreements
from intake.file import File

LIST = Path(__file__).parent / "ice_participating_agencies_2025-07-18.xlsx"


@dataclass(frozen=True)
class Strangers:
    """What a database holds: `demo` if the demo is in it, `words` for what is not of the demo."""

    demo: bool
    words: str


def strangers() -> Strangers:
    """Look for agencies and officers that are neither invented nor of ICE's list."""
    if Agency.objects.filter(is_invented=True).exists():
        return Strangers(True, "")
    if Officer.objects.exists():
        return Strangers(False, "officers who are not of the demo")
    others = Agency.objects.exclude(agreements__acts__evidence__endswith=LIST.name)
    if others.exists():
        return Strangers(False, "agencies that are not of ICE's list")
    return Strangers(False, "")


def import_list(viewer: Viewer) -> int:
    """Import the list; how many agreements of it are on the books now."""
    report = import_agreements(viewer, File.at(LIST), commit=True, strict=False)
    return report.created + report.updated + report.unchanged
