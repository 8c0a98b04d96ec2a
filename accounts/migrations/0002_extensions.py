"""PostgreSQL extensions: exclusion constraints that mix equality and ranges; substring search."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    run_before = [("agencies", "0001_initial")]
    operations = [BtreeGistExtension(), TrigramExtension()]
