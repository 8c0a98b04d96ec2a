-- What became of an import stays as it was told, whoever writes.

-- What took place is taken back at most: it never becomes a check again, and what it
-- found stays.
create function g287_import_took_place() returns trigger language plpgsql as $$
begin
  if not (old.state = 'committed' and new.state in ('committed', 'undone')
      and (new.history, new.committed_at, new.digest, new.created, new.updated, new.unchanged,
        new.refused, new.refusals, new.findings) is not distinct from (old.history,
        old.committed_at, old.digest, old.created, old.updated, old.unchanged, old.refused,
        old.refusals, old.findings)) then
    raise exception 'an import that took place stays as it is'
      using errcode = 'check_violation', constraint = 'import_took_place', table = tg_table_name;
  end if;
  return new;
end $$;
create trigger took_place before update of state, history, committed_at, digest, created, updated,
    unchanged, refused, refusals, findings on intake_import
  for each row when (old.state in ('committed', 'undone'))
  execute function g287_import_took_place();

-- A file is never exchanged. It is taken out while it was never imported, and stays as the evidence
-- of what was.
create function g287_import_keeps_file() returns trigger language plpgsql as $$
begin
  if octet_length(new.content) > 0 or new.state <> 'forgotten' then
    raise exception 'the file of an import is never changed'
      using errcode = 'check_violation', constraint = 'import_keeps_file', table = tg_table_name;
  end if;
  return new;
end $$;
create trigger keeps_file before update of content on intake_import
  for each row execute function g287_import_keeps_file();
