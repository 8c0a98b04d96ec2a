"""An officer is deleted only by taking back the import that added it."""

from django.db import migrations

# An officer's record is never deleted, but for one case: the import that added it is taken back.
# The history says which import that was, the transaction that it is taken back; keys refuse where
# other records refer to the officer. Where the trigger has an argument, the owner is bound too.
TAKEN_BACK_ONLY = """
create function g287_taken_back_only() returns trigger language plpgsql as $$
declare
  imported boolean;
  undoing text := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb
    ->> 'import_taken_back';
begin
  if tg_nargs > 0 or current_setting('role') in ('g287_agency', 'g287_national') then
    execute format('select exists (select from %I e join intake_import i'
      ' on i.history = e.pgh_context_id and i.state = $2 and i.uuid::text = $4'
      ' where e.pgh_obj_id = $1 and e.pgh_label = $3)', tg_table_name || 'event')
      into imported using old.id, 'committed', 'insert', undoing;
    if not imported then
      raise exception '% rows are never deleted', tg_table_name
        using errcode = 'insufficient_privilege';
    end if;
  end if;
  return old;
end $$;
create trigger taken_back_only before delete on agencies_officer
  for each row execute function g287_taken_back_only();
create trigger taken_back_only before delete on agencies_appointment
  for each row execute function g287_taken_back_only();
create trigger taken_back_only before delete on agencies_agreementact
  for each row execute function g287_taken_back_only('whoever');
"""
BACK = """
drop trigger taken_back_only on agencies_officer;
drop trigger taken_back_only on agencies_appointment;
drop trigger taken_back_only on agencies_agreementact;
drop function g287_taken_back_only();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [migrations.RunSQL(TAKEN_BACK_ONLY, BACK)]
