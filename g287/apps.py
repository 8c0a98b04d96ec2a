"""The product itself: settings, root URLs, navigation, error pages."""

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class G287Config(AppConfig):
    """Ties the apps together."""

    name = "g287"
    verbose_name = "287(g) Training"

    def ready(self) -> None:
        """Secure the tables after every migration, whoever runs it; register the checks."""
        from accounts.row_security import secure_database
        from g287.checks import demo_is_off

        register(demo_is_off, Tags.security, deploy=True)

        # Sent once an app that has models, after all migrations: one of them is enough.
        accounts = apps.get_app_config("accounts")
        post_migrate.connect(secure_database, sender=accounts, dispatch_uid="secure_database")
