-- Papers from before this product. What is taken over from them keeps dates that nobody could enter
-- here, so a fact may carry a paper only while an import of training history is being written, and
-- never by the hand of an agency. An imported authorization may be shortened by whoever ends it.
create function g287_papers_come_by_import() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'training_paperrecord' then
    if current_setting('role') <> 'g287_agency' and not exists (
        select from added a join intake_import i on i.id = a.imported_from_id
        where i.kind <> 'training' or i.state <> 'committing') then
      return null;
    end if;
  elsif not exists (select from added where paper_id is not null)
    or current_setting('role') <> 'g287_agency' and not exists (
        select from added a join training_paperrecord p on p.id = a.paper_id
        join intake_import i on i.id = p.imported_from_id
        where i.kind <> 'training' or i.state <> 'committing' or p.participation_id
          <> a.participation_id) then
    return null;
  elsif tg_table_name = 'training_authorization' then
    if not exists (select from added a where a.paper_id is not null and not exists (
        select from training_authorization o where o.paper_id = a.paper_id and o.id <> a.id
          and o.participation_id = a.participation_id and o.superseded_at is not null
          and o.valid_from = a.valid_from and o.valid_to > a.valid_to)) then
      return null;
    end if;
  end if;
  raise exception 'only an import of training history takes facts over from papers (%)',
    tg_table_name using errcode = 'check_violation';
end $$;

create function g287_papers_stay() returns trigger language plpgsql as $$
begin
  raise exception 'the paper behind a record is never changed (%)', tg_table_name
    using errcode = 'check_violation';
end $$;

do $$
declare t text;
begin
  foreach t in array array['training_paperrecord', 'training_enrollment', 'training_certification',
    'training_authorization', 'training_participationact', 'training_attestation',
    'training_vetting'] loop
    execute format('create trigger papers_come_by_import after insert on %I
      referencing new table as added
      for each statement execute function g287_papers_come_by_import()', t);
  end loop;
end $$;

-- The other tables with papers are append-only, or closed only.
create trigger papers_stay before update of paper_id on training_enrollment
  for each row when (old.paper_id is distinct from new.paper_id)
  execute function g287_papers_stay();
create trigger append_only before update or delete on training_paperrecord
  for each row execute function g287_append_only();
