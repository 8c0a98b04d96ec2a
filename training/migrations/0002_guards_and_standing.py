"""Triggers and functions that stand behind the tables: what is closed only, seats, standing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)
        for name in (
            "guards.sql",
            "order_of_acts.sql",
            "papers.sql",
            "published_rules.sql",
            "standing.sql",
            "restand.sql",
        )
    ]
