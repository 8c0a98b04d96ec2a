"""Form revisions, courses and rule sets, from the project's files."""

from django.db import migrations

from training.reference import load_reference


class Migration(migrations.Migration):
    dependencies = [("training", "0002_guards_and_standing"), ("agencies", "0001_initial")]
    operations = [
        migrations.RunPython(lambda apps, _editor: load_reference(apps), migrations.RunPython.noop)
    ]
