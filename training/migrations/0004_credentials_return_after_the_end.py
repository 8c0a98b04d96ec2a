"""Credentials come back no earlier than authority ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0003_reference_data")]

    operations = [
        migrations.AddConstraint(
            model_name="credentialreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("returned_on__isnull", True),
                    ("returned_on__gte", models.F("opened_on")),
                    _connector="OR",
                ),
                name="credential_return_after_end",
            ),
        ),
    ]
