-- Rules that are published stay as they are; so do proposed ones, until the proposal is taken back:
-- the second person approves what the first one proposed. What ships with the product (published
-- by nobody) follows its files, by the loader alone, which says so in app.loading_reference.

create function g287_rules_are_kept(rule_set training_ruleset) returns boolean
language sql stable as $$
  select rule_set.published_by_id is not null
    or rule_set.published_at is not null
      and coalesce(current_setting('app.loading_reference', true), '') <> 'on'
    or rule_set.published_at is null and rule_set.proposed_at is not null
$$;

create function g287_published_rules_stay() returns trigger language plpgsql as $$
declare signing text[] := array['proposed_at', 'proposed_by_id', 'published_at', 'published_by_id'];
begin
  if tg_op = 'UPDATE' and old.published_at is null
     and to_jsonb(new) - signing = to_jsonb(old) - signing then
    return new;  -- proposed, taken back or approved
  end if;
  if g287_rules_are_kept(old) then
    raise exception 'published and proposed rules are never changed: publish a new version';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger published_rules_stay before update or delete on training_ruleset
  for each row execute function g287_published_rules_stay();

create function g287_published_requirements_stay() returns trigger language plpgsql as $$
begin
  if exists (select from training_ruleset s where g287_rules_are_kept(s) and s.id in
      (case when tg_op <> 'INSERT' then old.rule_set_id end,
       case when tg_op <> 'DELETE' then new.rule_set_id end)) then
    raise exception 'published and proposed rules are never changed: publish a new version';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger published_requirements_stay before insert or update or delete
  on training_requirement for each row execute function g287_published_requirements_stay();
