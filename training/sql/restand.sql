-- How standing is stored: what standing_of (standing.sql) computes for "now", with the state of the
-- agency, so that the nation is counted by state and model in one look at one index.

-- Two functions with one body: a few ids want the generic plan (planning costs more than running),
-- many want a custom one (the generic plan took 33 s for 2,000 ids where the custom took 0.9 s).
create function g287_restand_few(ids bigint[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
begin
  -- Without this lock two sessions leave a stale row behind.
  perform 1 from training_participation where id = any(ids) order by id for no key update;
  -- And this one makes a change of an agency's state take turns with what is stored of it.
  perform 1 from agencies_agency where id in
    (select agency_id from training_participation where id = any(ids)) order by id for key share;
  with
  new as materialized (select n.*, a.state from standing_of(ids, 'infinity') n
    join agencies_agency a on a.id = n.agency_id),
  gone as (
    delete from training_standing s where s.participation_id = any(ids)
      and not exists (select from new n
        where n.participation_id = s.participation_id and n.valid_from = s.valid_from))
  insert into training_standing as s (participation_id, agency_id, model, valid_from, valid_to,
    status, grade, soon_from, compliant_until, may_act, state)
  select * from new
  on conflict (participation_id, valid_from) do update set valid_to = excluded.valid_to,
    status = excluded.status, grade = excluded.grade, soon_from = excluded.soon_from,
    compliant_until = excluded.compliant_until, may_act = excluded.may_act, state = excluded.state
  where (s.valid_to, s.status, s.grade, s.soon_from, s.compliant_until, s.may_act, s.state)
    is distinct from (excluded.valid_to, excluded.status, excluded.grade, excluded.soon_from,
      excluded.compliant_until, excluded.may_act, excluded.state);
end $$;

do $$ begin
  execute replace(replace(pg_get_functiondef('g287_restand_few(bigint[])'::regprocedure),
    'g287_restand_few(', 'g287_restand_many('), 'force_generic_plan', 'force_custom_plan');
end $$;

-- A service that writes many rows sets app.restand_later and calls g287_restand() once.
create function g287_restand(ids bigint[]) returns void language plpgsql as $$
begin
  if cardinality(ids) <= 20 then perform g287_restand_few(ids);
  elsif ids is not null then perform g287_restand_many(ids);
  end if;
end $$;

-- The state is the agency's; it is copied, and follows where somebody corrects it.
create function g287_state_follows() returns trigger language plpgsql as $$
begin
  update training_standing set state = new.state where agency_id = new.id;
  return null;
end $$;
create trigger state_follows after update of state on agencies_agency
  for each row when (old.state is distinct from new.state)
  execute function g287_state_follows();
