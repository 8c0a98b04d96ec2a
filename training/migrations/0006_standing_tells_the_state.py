"""Standing carries the state of its agency: the nation is counted by state without a join."""

from pathlib import Path

from django.db import migrations, models

from agencies.geography import STATES

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_taken_back_only"),
        ("training", "0005_papers"),
    ]
    operations = [
        migrations.AddField(
            "standing",
            "state",
            models.CharField(
                choices=list(STATES.items()), default="", max_length=2, verbose_name="state"
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "update training_standing s set state = a.state from agencies_agency a"
            " where a.id = s.agency_id",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("standing", "standing_nation"),
        migrations.AddIndex(
            "standing",
            models.Index(
                fields=["valid_to", "valid_from"],
                include=["agency", "state", "model", "grade", "soon_from", "may_act"],
                name="standing_nation",
            ),
        ),
        migrations.RunSQL((SQL / "restand.sql").read_text(), migrations.RunSQL.noop),
    ]
