-- What must never be false, whoever writes.

-- A fact is closed, never changed: only the named columns may differ, and only once.
create function g287_closes_only() returns trigger language plpgsql as $$
declare closing text[] := array['superseded_at', 'superseded_because', 'disposed_at',
  'disposed_by_id', 'disposition', 'disposition_evidence', 'decided_at', 'decided_by_id',
  'decision', 'returned_on', 'returned_to_id', 'sent_at', 'sent_by_id'];
begin
  if tg_op = 'DELETE' then
    raise exception '% rows are never deleted: close the row and add another', tg_table_name;
  end if;
  if coalesce(to_jsonb(old) ->> 'superseded_at', to_jsonb(old) ->> 'disposed_at',
       to_jsonb(old) ->> 'decided_at', to_jsonb(old) ->> 'returned_on',
       to_jsonb(old) ->> 'sent_at') is not null
     or to_jsonb(new) - closing <> to_jsonb(old) - closing then
    raise exception '% rows are never changed: close the row and add another', tg_table_name;
  end if;
  return new;
end $$;

create function g287_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or deleted', tg_table_name;
end $$;

do $$
declare t text;
begin
  foreach t in array array['training_coverage', 'training_suspension', 'training_flag',
    'training_ruleassignment', 'training_participationact', 'training_authorization',
    'training_waiver', 'training_credentialreturn', 'training_notice', 'training_dutydone'] loop
    execute format('create trigger closes_only before update or delete on %I
      for each row execute function g287_closes_only()', t);
  end loop;
  foreach t in array array['training_signoff', 'training_certification', 'training_attestation',
    'training_vetting', 'training_evaluation', 'training_broughttraining'] loop
    execute format('create trigger append_only before update or delete on %I
      for each row execute function g287_append_only()', t);
  end loop;
end $$;

-- An act of an agreement is never changed either; that it is deleted only when the import that
-- recorded it is taken back stands with the parties.
create trigger never_changed before update on agencies_agreementact
  for each row execute function g287_append_only();

-- Seats: counted here, because an agency cannot see the seats that others take. The check
-- constraint class_not_overfull refuses one more; the row lock makes two at once take turns.
-- History from papers takes no seat: the class is over, and nobody counted its seats.
create function g287_count_seats() returns trigger language plpgsql as $$
declare
  was bigint := case when tg_op <> 'INSERT' and old.state <> 'left' and old.paper_id is null
    then old.training_class_id end;
  is_ bigint := case when tg_op <> 'DELETE' and new.state <> 'left' and new.paper_id is null
    then new.training_class_id end;
begin
  if was is not distinct from is_ then return null; end if;
  update training_trainingclass set seats_taken = seats_taken - 1 where id = was;
  update training_trainingclass set seats_taken = seats_taken + 1 where id = is_;
  return null;
end $$;
create trigger count_seats after insert or delete or update of state, training_class_id
  on training_enrollment for each row execute function g287_count_seats();

-- A name is kept in one place and sorted by in another.
create function g287_name_follows() returns trigger language plpgsql as $$
begin
  update training_participation set name_key = new.name_key where officer_id = new.id;
  return null;
end $$;
create trigger name_follows after update of name_key on agencies_officer
  for each row when (old.name_key is distinct from new.name_key)
  execute function g287_name_follows();

-- Keys are checked past the row policies. An appointment at an agency shows it the officer's name,
-- so an agency may appoint only an officer whose record it keeps; a transfer moves the record first.
-- By statement: a roster writes thousands. The keeper is looked up by key, row by row: a join was
-- planned as if a new installation's table stayed empty, and took two seconds of 10,000 rows.
create function g287_officer_serves_here() returns trigger language plpgsql as $$
declare elsewhere boolean := false;
begin
  if current_setting('role') <> 'g287_agency' then return null; end if;
  if tg_op = 'INSERT' then
    elsewhere := exists (select from written w
      where (select agency_id from agencies_officer where id = w.officer_id)
        is distinct from w.agency_id);
  else
    elsewhere := exists (select from written w join before b on b.id = w.id
        and (b.officer_id, b.agency_id) is distinct from (w.officer_id, w.agency_id)
      where (select agency_id from agencies_officer where id = w.officer_id)
        is distinct from w.agency_id);
  end if;
  if elsewhere then
    raise exception 'new row violates row-level security policy for table "%": another agency keeps'
      ' the officer''s record', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger officer_serves_here after insert on agencies_appointment
  referencing new table as written
  for each statement execute function g287_officer_serves_here();
create trigger officer_serves_there after update on agencies_appointment
  referencing new table as written old table as before
  for each statement execute function g287_officer_serves_here();

-- One officer and one model from the appointment to the training record.
alter table agencies_appointment add constraint appointment_of_officer unique (id, officer_id);
alter table agencies_agreement add constraint agreement_of_model unique (id, model);
alter table training_participation
  add constraint participation_of_officer unique (id, officer_id),
  add constraint participation_of_the_appointed foreign key (appointment_id, officer_id)
    references agencies_appointment (id, officer_id) deferrable initially deferred,
  add constraint participation_in_the_model foreign key (agreement_id, model)
    references agencies_agreement (id, model) deferrable initially deferred;
alter table training_enrollment
  add constraint enrollment_of_the_participant foreign key (participation_id, officer_id)
    references training_participation (id, officer_id) deferrable initially deferred;

-- One officer takes part under an agreement once at a time. The span of a participation is its
-- coverage of kind 0; whoever adds a participation or a span takes turns at the officer's row, and a
-- participation waits for an act on its agreement.
create function g287_takes_turns() returns trigger language plpgsql as $$
begin
  perform from agencies_agreement where id = new.agreement_id for share;
  perform from agencies_officer where id = new.officer_id for no key update;
  return new;
end $$;
create trigger takes_turns before insert on training_participation
  for each row execute function g287_takes_turns();

create function g287_participates_once_at_a_time() returns trigger language plpgsql as $$
begin
  perform from agencies_officer where id in (select p.officer_id from added a
      join training_participation p on p.id = a.participation_id where a.kind = 0)
    order by id for no key update;
  -- A statement of its own: it sees what the others wrote before it was their turn no more.
  if exists (select from added a
      join training_participation p on p.id = a.participation_id
      join training_participation other on other.officer_id = p.officer_id
        and other.agreement_id = p.agreement_id and other.id <> p.id
      join training_coverage c on c.participation_id = other.id and c.kind = 0
        and c.superseded_at is null and c.valid_from < a.valid_to and c.valid_to > a.valid_from
      where a.kind = 0 and a.superseded_at is null) then
    raise exception 'an officer takes part under an agreement once at a time'
      using errcode = 'exclusion_violation', constraint = 'participation_once_at_a_time',
      table = 'training_coverage';
  end if;
  return null;
end $$;
create trigger participates_once_at_a_time after insert on training_coverage
  referencing new table as added
  for each statement execute function g287_participates_once_at_a_time();

-- Nobody takes part before serving: the appointment keeps the first day of its participations, and
-- the check constraint appointment_begins_before_participation compares. The update of the row
-- makes whoever moves the start of service and whoever nominates take turns.
create function g287_participates_while_serving() returns trigger language plpgsql as $$
begin
  update agencies_appointment t set participates_from = f.day
  from (select p.appointment_id, min(a.valid_from) as day
    from added a join training_participation p on p.id = a.participation_id
    where a.kind = 0 group by 1) f
  where t.id = f.appointment_id and (t.participates_from is null or t.participates_from > f.day);
  return null;
end $$;
create trigger participates_while_serving after insert on training_coverage
  referencing new table as added
  for each statement execute function g287_participates_while_serving();

-- Whoever adds to what stands under an agreement reads it and its acts after this: an act on it,
-- a confirmed form and an edit of its term wait, or are waited for. An agency may not lock the row.
create function g287_hold_agreement(agreement bigint) returns void language sql as $$
  select from agencies_agreement where id = agreement for share
$$;

-- Nobody takes part past the end of the agreement or has authority (kind 7) while it is suspended.
-- The states are those of agencies/rules/agreement_state.py. An act on the agreement takes turns with
-- whoever adds a participation (g287_takes_turns) and, at its row, with whoever writes for one.
create function g287_within_the_agreement() returns trigger language plpgsql as $$
declare outside bigint;
begin
  select a.participation_id into outside from added a
    join training_participation p on p.id = a.participation_id
    join agencies_agreement g on g.id = p.agreement_id
    where a.kind in (0, 7) and a.superseded_at is null and (
      a.valid_to > g.expires_on
      or exists (select from agencies_agreementact act where act.agreement_id = g.id
        and act.kind in ('terminated', 'expired', 'superseded', 'withdrawn')
        and act.effective_on < a.valid_to)
      or a.kind = 7 and exists (select from agencies_agreementact act
        where act.agreement_id = g.id and act.kind = 'suspended' and act.effective_on < a.valid_to
        and a.valid_from < coalesce((select min(later.effective_on) from agencies_agreementact later
          where later.agreement_id = g.id and later.kind = 'reinstated'
            and later.effective_on >= act.effective_on), date '9999-12-31')))
    limit 1;
  if outside is not null then
    raise exception 'participation % reaches past its agreement', outside
      using errcode = 'check_violation', constraint = 'coverage_within_the_agreement',
      table = 'training_coverage';
  end if;
  return null;
end $$;
create trigger within_the_agreement after insert on training_coverage
  referencing new table as added
  for each statement execute function g287_within_the_agreement();

-- The same from the other side, once everything is written: what ends an agreement or suspends it
-- has reached everybody under it.
create function g287_act_reaches_everybody() returns trigger language plpgsql as $$
declare
  what text := case when tg_table_name = 'agencies_agreement' then 'expired'
    else to_jsonb(new) ->> 'kind' end;
  day date := case when tg_table_name = 'agencies_agreement' then to_jsonb(new) ->> 'expires_on'
    else to_jsonb(new) ->> 'effective_on' end;
  of_agreement bigint := case when tg_table_name = 'agencies_agreement' then to_jsonb(new) ->> 'id'
    else to_jsonb(new) ->> 'agreement_id' end;
  until date := date '9999-12-31';
  kinds int[] := array[0, 7];
begin
  if what = 'suspended' then
    kinds := array[7];
    select coalesce(min(effective_on), until) into until from agencies_agreementact
      where agreement_id = of_agreement and kind = 'reinstated' and effective_on >= day;
  end if;
  if exists (select from training_participation p
      join training_coverage c on c.participation_id = p.id and c.superseded_at is null
        and c.kind = any(kinds) and c.valid_from < until and c.valid_to > day
      where p.agreement_id = of_agreement) then
    raise exception 'somebody takes part or has authority past what was done to the agreement'
      using errcode = 'check_violation', constraint = 'act_reaches_everybody',
      table = 'agencies_agreementact';
  end if;
  return null;
end $$;
create constraint trigger act_reaches_everybody after insert on agencies_agreementact
  deferrable initially deferred for each row
  when (new.kind in ('terminated', 'expired', 'superseded', 'withdrawn', 'suspended'))
  execute function g287_act_reaches_everybody();
create constraint trigger term_reaches_everybody after update of expires_on on agencies_agreement
  deferrable initially deferred for each row
  when (new.expires_on < old.expires_on) execute function g287_act_reaches_everybody();

-- What already judges somebody is not changed in place: standing would be right for nobody.
create function g287_rules_in_use_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.rule_set_id, new.kind, new.is_binding, new.soon_days, new.parameters)
      is not distinct from (old.rule_set_id, old.kind, old.is_binding, old.soon_days, old.parameters)
  then
    return new;  -- only the words that explain it
  end if;
  if exists (select from training_ruleassignment where rule_set_id in
      (case when tg_op <> 'INSERT' then old.rule_set_id end,
       case when tg_op <> 'DELETE' then new.rule_set_id end)) then
    raise exception 'rules that judge somebody are never changed: publish a new version';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger rules_in_use_stay before insert or update or delete on training_requirement
  for each row execute function g287_rules_in_use_stay();

-- What a supervisor decides on, or decided, is not changed under the decision: hours and scores are
-- written while the record is open or returned. A record from papers takes what later papers say.
create function g287_record_is_open() returns trigger language plpgsql as $$
declare closed bigint;
begin
  -- Held as it is: who sends the record, or decides, waits, or is waited for.
  perform from training_enrollment where id in (select enrollment_id from written)
    order by id for share;
  select e.id into closed from training_enrollment e
    where e.id in (select enrollment_id from written)
      and e.state not in ('open', 'returned') and e.paper_id is null
    limit 1;
  if closed is not null then
    raise exception 'training record % is closed', closed
      using errcode = 'check_violation', constraint = 'record_is_open', table = tg_table_name;
  end if;
  return null;
end $$;
create trigger record_is_open_for_more after insert on training_attendance
  referencing new table as written for each statement execute function g287_record_is_open();
create trigger record_is_open after update on training_attendance
  referencing new table as written for each statement execute function g287_record_is_open();
create trigger record_is_open_for_more after insert on training_examattempt
  referencing new table as written for each statement execute function g287_record_is_open();
create trigger record_is_open after update on training_examattempt
  referencing new table as written for each statement execute function g287_record_is_open();
