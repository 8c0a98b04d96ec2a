"""Rows as a viewer may see them: where every query of a tenant table starts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from accounts.permissions import Permission
from accounts.viewer import Viewer


class VisibleQuerySet(models.QuerySet[Any]):
    """Rows of one agency each; `agency_path` is the column that tells which."""

    agency_path = "agency_id"

    def visible_to(self, viewer: Viewer, permission: Permission = Permission.VIEW) -> Self:
        """The rows on which `viewer` may exercise `permission`: none without it."""
        if not viewer.may(permission):
            return self.none()
        if viewer.agency_ids is None:
            return self.all()
        if viewer.agency_ids:
            return self.filter(**{f"{self.agency_path}__in": sorted(viewer.agency_ids)})
        return self.none()
