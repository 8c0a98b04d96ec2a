"""Search by the beginning of a name, a badge or a class ID, within what the viewer may see."""

from dataclasses import dataclass

from accounts.viewer import Viewer
from agencies.models import Agency
from reports.selectors.officer_list import OfficerFilters, OfficerRow, officers_page
from training.models import TrainingClass

SHOWN = 20


@dataclass(frozen=True)
class Found:
    """What was found, at most `SHOWN` of each; `more_officers` where there are others."""

    officers: list[OfficerRow]
    more_officers: bool
    agencies: list[Agency]
    classes: list[TrainingClass]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.officers or self.agencies or self.classes)


def search(viewer: Viewer, text: str) -> Found:
    """Officers, agencies and classes that begin with `text`."""
    asked = text.strip()
    filters = OfficerFilters(on=viewer.today, q=asked, everyone=True)
    page = officers_page(viewer, filters, size=SHOWN)
    agencies = Agency.objects.visible_to(viewer).named(asked).order_by("name_key", "state")
    classes = TrainingClass.objects.filter(class_id__begins=asked.upper()).order_by("class_id")
    return Found(
        page.rows,
        bool(page.after),
        list(agencies[:SHOWN]),
        list(classes.select_related("course_version__course")[:SHOWN]),
    )
