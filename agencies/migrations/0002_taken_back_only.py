"""What is never deleted but by taking back its import, and an agreement's end that nothing
follows."""

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


# What has ended goes on by no act: another agreement is signed.
NOTHING_FOLLOWS_THE_END = """
create function g287_agreement_goes_on() returns trigger language plpgsql as $$
declare ended bigint;
begin
  select a.agreement_id into ended from added a
    join agencies_agreementact other on other.agreement_id = a.agreement_id and other.id <> a.id
    where other.kind in ('terminated', 'expired', 'superseded', 'withdrawn')
        and (other.effective_on, other.id) < (a.effective_on, a.id)
      or a.kind in ('terminated', 'expired', 'superseded', 'withdrawn')
        and (a.effective_on, a.id) < (other.effective_on, other.id)
    limit 1;
  if ended is not null then
    raise exception 'agreement %: no act follows its end', ended
      using errcode = 'check_violation', constraint = 'agreement_goes_on', table = tg_table_name;
  end if;
  return null;
end $$;
create trigger agreement_goes_on after insert on agencies_agreementact
  referencing new table as added for each statement execute function g287_agreement_goes_on();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [
        migrations.RunSQL(TAKEN_BACK_ONLY, BACK),
        migrations.RunSQL(
            NOTHING_FOLLOWS_THE_END,
            "drop trigger agreement_goes_on on agencies_agreementact;"
            " drop function g287_agreement_goes_on();",
        ),
    ]
