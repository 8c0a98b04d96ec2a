-- Acts in their order: what the services refuse with their reasons, whoever writes.

-- Nothing happens to an officer under an agreement before the nomination. The argument is the column
-- with the day on which it happens. What a paper says stays as it says it.
create function g287_begins_with_nomination() returns trigger language plpgsql as $$
declare early bigint;
begin
  execute format('select a.participation_id from added a
    where to_jsonb(a) ->> ''paper_id'' is null and not exists (select
      from training_participationact n where n.participation_id = a.participation_id
        and n.kind = ''nominated'' and n.superseded_at is null and n.effective_on <= a.%I)
    limit 1', tg_argv[0]) into early;
  if early is not null then
    raise exception 'participation %: nothing comes before the nomination', early
      using errcode = 'check_violation', constraint = 'begins_with_nomination',
      table = tg_table_name;
  end if;
  return null;
end $$;
create trigger begins_with_nomination after insert on training_participationact
  referencing new table as added
  for each statement execute function g287_begins_with_nomination('effective_on');
create trigger begins_with_nomination after insert on training_vetting
  referencing new table as added
  for each statement execute function g287_begins_with_nomination('checked_on');
create trigger begins_with_nomination after insert on training_evaluation
  referencing new table as added
  for each statement execute function g287_begins_with_nomination('evaluated_on');
create trigger begins_with_nomination after insert on training_suspension
  referencing new table as added
  for each statement execute function g287_begins_with_nomination('valid_from');
create trigger begins_with_nomination after insert on training_authorization
  referencing new table as added
  for each statement execute function g287_begins_with_nomination('valid_from');

-- An act that leaves a status takes effect while the agreement lasts.
create function g287_acts_while_it_lasts() returns trigger language plpgsql as $$
declare late bigint;
begin
  select a.participation_id into late from added a
    join training_participation p on p.id = a.participation_id
    where a.status_after <> '' and a.paper_id is null and exists (
      select from agencies_agreementact e where e.agreement_id = p.agreement_id
        and e.kind in ('terminated', 'expired', 'superseded', 'withdrawn')
        and e.effective_on < a.effective_on)
    limit 1;
  if late is not null then
    raise exception 'participation %: the agreement had ended', late
      using errcode = 'check_violation', constraint = 'acts_while_it_lasts', table = tg_table_name;
  end if;
  return null;
end $$;
create trigger acts_while_it_lasts after insert on training_participationact
  referencing new table as added
  for each statement execute function g287_acts_while_it_lasts();

-- An authorization is for a certified officer, within the agreement, and no longer than the form
-- that judges the officer allows (R12). A row that takes the place of a longer one is within it.
create function g287_authorization_stands() returns trigger language plpgsql as $$
declare wrong bigint;
begin
  select a.participation_id into wrong from added a
    join training_participation p on p.id = a.participation_id
    join agencies_agreement g on g.id = p.agreement_id
    left join lateral (select (r.parameters ->> 'months')::int as months
      from training_ruleassignment s join training_requirement r on r.rule_set_id = s.rule_set_id
      where s.participation_id = p.id and s.superseded_at is null and r.kind = 7
        and s.valid_from <= a.valid_from and s.valid_to > a.valid_from limit 1) form on true
    where a.paper_id is null and a.superseded_at is null and (
      not exists (select from training_certification c where c.participation_id = p.id
          and c.certified_on <= a.valid_from)
        and not exists (select from training_broughttraining b where b.officer_id = p.officer_id
          and b.certified_on <= a.valid_from)
      or a.valid_to > g.expires_on
      or exists (select from agencies_agreementact e where e.agreement_id = g.id
        and e.kind in ('terminated', 'expired', 'superseded', 'withdrawn')
        and e.effective_on < a.valid_to)
      or a.valid_to > (a.valid_from + make_interval(months => form.months))::date)
    limit 1;
  if wrong is not null then
    raise exception 'participation %: this authorization cannot stand', wrong
      using errcode = 'check_violation', constraint = 'authorization_stands',
      table = tg_table_name;
  end if;
  return null;
end $$;
create trigger authorization_stands after insert on training_authorization
  referencing new table as added
  for each statement execute function g287_authorization_stands();
