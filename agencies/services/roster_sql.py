"""The statements by which a roster is compared and written: a handful, whatever its length."""

STAGE = """
drop table if exists pg_temp.roster_plan, pg_temp.roster_row, pg_temp.roster_new;
create temporary table roster_row (
  number int not null, last_name text not null, first_name text not null, name_key text not null,
  badge_number text not null, email text not null, rank text not null, hired_on date
) on commit drop
"""
COPY = "copy pg_temp.roster_row from stdin"

# Each row beside the officer who has the badge now, as the record says it.
PLAN = """
create temporary table roster_plan on commit drop as
select r.*, a.id as appointment_id, a.officer_id, a.rank as old_rank, a.valid_from as old_hired_on,
  a.valid_to as old_until, a.participates_from, o.last_name as old_last_name,
  o.first_name as old_first_name, o.email as old_email, o.name_key as old_name_key,
  o.law_enforcement_since,
  case when a.id is null then 'new'
    when (o.last_name, o.first_name) is distinct from (r.last_name, r.first_name)
      or (r.email <> '' and r.email <> o.email) or (r.rank <> '' and r.rank <> a.rank)
      or r.hired_on <> a.valid_from then 'changed'
    else 'same' end as outcome
from pg_temp.roster_row r
left join (agencies_appointment a
    join agencies_officer o on o.id = a.officer_id and o.agency_id = %(agency)s)
  on a.agency_id = %(agency)s and a.badge_number = r.badge_number and a.valid_to > %(today)s
"""

# A new table has no statistics: without them each row looks for namesakes by itself.
KNOW = (
    "create index on pg_temp.roster_plan (appointment_id)",
    "analyze pg_temp.roster_plan",
)

# What only the records can say against a row.
PROBLEMS = """
select number, 'another officer', badge_number, old_last_name || ', ' || old_first_name
from pg_temp.roster_plan
where lower(last_name) <> lower(old_last_name) and lower(first_name) <> lower(old_first_name)
union all
-- One name changed: a marriage, or the badge of somebody else of that name. Only a spelling of the
-- first name ("Ann", "Anna"), or the address or the day of hire on record, says that it is one.
select number, 'another name', badge_number, old_last_name || ', ' || old_first_name
from pg_temp.roster_plan
where name_key <> old_name_key
  and (lower(last_name) = lower(old_last_name) or lower(first_name) = lower(old_first_name))
  and not (starts_with(name_key, old_name_key) or starts_with(old_name_key, name_key))
  and not (email <> '' and email = old_email) and hired_on is distinct from old_hired_on
union all
select p.number, 'namesake', p.last_name || ', ' || p.first_name, min(a.badge_number)
from pg_temp.roster_plan p
join agencies_officer o on o.agency_id = %(agency)s and o.name_key = p.name_key
join agencies_appointment a on a.officer_id = o.id and a.agency_id = %(agency)s
  and a.valid_to > %(today)s
where p.outcome = 'new' and a.badge_number <> all (%(refused_badges)s)
  and not exists (select from pg_temp.roster_plan q where q.appointment_id = a.id)
group by p.number, p.last_name, p.first_name
union all
select p.number, 'badge taken then', coalesce(p.hired_on::text, ''),
  min(o.last_name || ', ' || o.first_name)
from pg_temp.roster_plan p
join agencies_appointment a on a.agency_id = %(agency)s and a.badge_number = p.badge_number
  and a.id is distinct from p.appointment_id
join agencies_officer o on o.id = a.officer_id
where (p.outcome = 'new' or (p.outcome = 'changed' and p.hired_on < p.old_hired_on))
  and a.valid_to > coalesce(p.hired_on, %(today)s)
  and a.valid_from < coalesce(p.old_until, %(forever)s)
group by p.number, p.hired_on
union all
select p.number, 'serving already', p.hired_on::text, ''
from pg_temp.roster_plan p
where p.outcome = 'changed' and p.hired_on < p.old_hired_on and exists (
  select from agencies_appointment a where a.officer_id = p.officer_id
    and a.agency_id = %(agency)s and a.id <> p.appointment_id
    and a.valid_to > p.hired_on and a.valid_from < p.old_until)
union all
select number, 'ended before', hired_on::text, ''
from pg_temp.roster_plan where outcome = 'changed' and hired_on >= old_until
union all
select number, 'before any service', hired_on::text, law_enforcement_since::text
from pg_temp.roster_plan where outcome = 'changed' and hired_on <> old_hired_on
  and hired_on < law_enforcement_since
union all
select number, 'takes part before', hired_on::text, participates_from::text
from pg_temp.roster_plan where outcome = 'changed' and hired_on > participates_from
"""

REFUSE = "update pg_temp.roster_plan set outcome = 'refused' where number = any(%(rows)s)"

CHANGES = """
select p.number, c.name, c.old, c.new
from pg_temp.roster_plan p cross join lateral (values
  (1, 'last_name', p.old_last_name, p.last_name),
  (2, 'first_name', p.old_first_name, p.first_name),
  (3, 'email', p.old_email, p.email), (4, 'rank', p.old_rank, p.rank),
  (5, 'hired_on', p.old_hired_on::text, coalesce(p.hired_on::text, ''))
) c (place, name, old, new)
where p.outcome = 'changed' and c.new <> '' and c.new <> c.old
order by p.number, c.place
"""

COUNTS = "select outcome, count(*) from pg_temp.roster_plan group by outcome"

ABSENT = """
select o.last_name || ', ' || o.first_name || ' (' || a.badge_number || ')'
from agencies_appointment a
join agencies_officer o on o.id = a.officer_id and o.agency_id = %(agency)s
where a.agency_id = %(agency)s and a.valid_to > %(today)s
  and a.badge_number <> all (%(refused_badges)s)
  and not exists (select from pg_temp.roster_plan p where p.appointment_id = a.id)
order by o.name_key, a.id
"""

DIGEST = """
select encode(sha256(convert_to(coalesce(string_agg(
  concat_ws(' ', number, outcome, appointment_id, coalesce(hired_on, %(today)s)),
  '; ' order by number), ''), 'UTF8')), 'hex')
from pg_temp.roster_plan
"""

# Appointments come in the order of their exclusion's index: 10,000 are in it in half the time.
ADD = (
    # Only the ids: the rows themselves are in the plan already.
    """create temporary table roster_new on commit drop as
    select nextval(sequence) as officer_id, p.number
    from pg_temp.roster_plan p, pg_get_serial_sequence('agencies_officer', 'id') sequence
    where p.outcome = 'new' order by p.number""",
    "analyze pg_temp.roster_new",
    """insert into agencies_officer
      (id, uuid, agency_id, last_name, first_name, name_key, email)
    select n.officer_id, gen_random_uuid(), %(agency)s, p.last_name, p.first_name, p.name_key,
      p.email
    from pg_temp.roster_new n join pg_temp.roster_plan p using (number) order by n.officer_id""",
    """insert into agencies_appointment
      (uuid, agency_id, officer_id, badge_number, rank, valid_from, valid_to)
    select gen_random_uuid(), %(agency)s, n.officer_id, p.badge_number, p.rank,
      coalesce(p.hired_on, %(today)s), %(forever)s
    from pg_temp.roster_new n join pg_temp.roster_plan p using (number)
    order by hashint8(n.officer_id)""",
)

CHANGE = (
    """update agencies_officer o
    set last_name = p.last_name, first_name = p.first_name, name_key = p.name_key,
      email = coalesce(nullif(p.email, ''), o.email)
    from pg_temp.roster_plan p
    where p.outcome = 'changed' and o.id = p.officer_id
      and (o.last_name, o.first_name, o.email) is distinct from
        (p.last_name, p.first_name, coalesce(nullif(p.email, ''), o.email))""",
    """update agencies_appointment a
    set rank = coalesce(nullif(p.rank, ''), a.rank), valid_from = coalesce(p.hired_on, a.valid_from)
    from pg_temp.roster_plan p
    where p.outcome = 'changed' and a.id = p.appointment_id
      and (a.rank, a.valid_from) is distinct from
        (coalesce(nullif(p.rank, ''), a.rank), coalesce(p.hired_on, a.valid_from))""",
)
