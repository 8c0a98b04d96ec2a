"""Tables beside the real ones: the floor of a write is the bare row."""

from django.db import connection

TWINS = ("agencies_officer", "agencies_appointment", "training_signoff", "training_certification",
         "training_participationact", "training_coverage")  # fmt: skip


def make_twins() -> None:
    """Tables like the real ones with their indexes and checks, without keys, triggers, policies."""
    with connection.cursor() as cursor:
        for table in TWINS:
            twin = f"twin_{table.split('_')[1]}"
            cursor.execute(f"create table {twin} (like {table} including all)")
            cursor.execute(f"grant select, insert on {twin} to g287_agency")
        cursor.execute("grant usage on all sequences in schema public to g287_agency")
