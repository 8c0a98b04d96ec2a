"""The staff view of the data, for program managers."""

from django.contrib.admin.apps import AdminConfig


class G287AdminConfig(AdminConfig):
    """Django admin with our site in the place of the default one."""

    default_site = "g287.admin_site.G287AdminSite"
