"""An assignment as supervisor gives access once the person has accepted it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Whoever supervises already has had access since the first day, and keeps it.
ACCEPTED = """
update agencies_supervisorassignment set accepted_at = valid_from::timestamptz
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_taken_back_only'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='supervisorassignment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='supervisorassignment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='supervisorassignment',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='supervisorassignment',
            name='accepted_at',
            field=models.DateTimeField(blank=True, help_text='When the person took it up. Until then it gives no access.', null=True, verbose_name='accepted'),
        ),
        migrations.AddField(
            model_name='supervisorassignmentevent',
            name='accepted_at',
            field=models.DateTimeField(blank=True, help_text='When the person took it up. Until then it gives no access.', null=True, verbose_name='accepted'),
        ),
        migrations.RunSQL(ACCEPTED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='supervisorassignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agencies_supervisorassignmentevent" ("accepted_at", "agreement_id", "field_office_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_title", "user_id", "uuid", "valid_from", "valid_to") VALUES (NEW."accepted_at", NEW."agreement_id", NEW."field_office_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_title", NEW."user_id", NEW."uuid", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='7c29970102cb2eb46c2b3a9a642d9e90266dd8d7', operation='INSERT', pgid='pgtrigger_insert_insert_fbd43', table='agencies_supervisorassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supervisorassignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agencies_supervisorassignmentevent" ("accepted_at", "agreement_id", "field_office_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_title", "user_id", "uuid", "valid_from", "valid_to") VALUES (NEW."accepted_at", NEW."agreement_id", NEW."field_office_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_title", NEW."user_id", NEW."uuid", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='30e2f80a86211e95b617c4a109306cc660f5708e', operation='UPDATE', pgid='pgtrigger_update_update_e4026', table='agencies_supervisorassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supervisorassignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agencies_supervisorassignmentevent" ("accepted_at", "agreement_id", "field_office_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_title", "user_id", "uuid", "valid_from", "valid_to") VALUES (OLD."accepted_at", OLD."agreement_id", OLD."field_office_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_title", OLD."user_id", OLD."uuid", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='a72e424b0ce3fa2e2f474c314ef7358169436dd2', operation='DELETE', pgid='pgtrigger_delete_delete_43bc5', table='agencies_supervisorassignment', when='AFTER')),
        ),
    ]
