-- What must never be false, whoever writes.

-- A fact is closed, never changed: only the named columns may differ, and only once.
create function g287_closes_only() returns trigger language plpgsql as $$
declare closing text[] := array['superseded_at', 'superseded_because', 'disposed_at', 'disposed_by_id', 'disposition'];
begin
  if tg_op = 'DELETE' then
    raise exception '% rows are never deleted: close the row and add another', tg_table_name;
  end if;
  if coalesce(to_jsonb(old) ->> 'superseded_at', to_jsonb(old) ->> 'disposed_at') is not null
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
    'training_ruleassignment', 'training_participationact', 'training_authorization'] loop
    execute format('create trigger closes_only before update or delete on %I
      for each row execute function g287_closes_only()', t);
  end loop;
  foreach t in array array['training_signoff', 'training_certification', 'training_attestation',
    'training_vetting', 'training_evaluation', 'agencies_agreementact'] loop
    execute format('create trigger append_only before update or delete on %I
      for each row execute function g287_append_only()', t);
  end loop;
end $$;

-- Seats: counted here, because an agency cannot see the seats that others take. The check
-- constraint class_not_overfull refuses one more; the row lock makes two at once take turns.
create function g287_count_seats() returns trigger language plpgsql as $$
declare
  was bigint := case when tg_op <> 'INSERT' and old.state <> 'left' then old.training_class_id end;
  is_ bigint := case when tg_op <> 'DELETE' and new.state <> 'left' then new.training_class_id end;
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
