-- Standing: what coverage adds up to, for any day. Design and measurements: docs/decisions/0004.
--
-- standing_of(ids, known) is the one definition. The triggers below have its answer for "now" stored
-- in training_standing (restand.sql), in the transaction that changed what it is made of. The web
-- roles cannot write the table; the functions that do run as the owner.
--
-- Kinds are the numbers of training/kinds.py: 0 the participation's own span, 6 certification,
-- 7 authorization; 12 (credential returned) is judged after the end and takes no part here.
-- Grades: 0 not applicable, 1 no rule set, 2 records conflict, 3 in progress, 4 missing,
-- 5 overdue, 6 compliant (due soon from soon_from).

create function standing_of(ids bigint[], known timestamptz)
returns table (participation_id bigint, agency_id bigint, model varchar, valid_from date, valid_to date,
  status varchar, grade smallint, soon_from date, compliant_until date, may_act boolean)
language sql stable as $$
with
-- What was known: coverage, acts, rules with the window of each binding requirement.
c as materialized (
  -- mt: the kind as a bit, where something met it; a waiver (evidence 9) meets nothing.
  select participation_id p, kind k, valid_from f, valid_to t,
    case when evidence_kind <> 9 and kind between 1 and 11 then 1 << kind else 0 end mt
  from training_coverage
  where participation_id = any(ids) and recorded_at <= known
    and (superseded_at is null or superseded_at > known)),
acts as materialized (
  select participation_id p, effective_on d, (array_agg(status_after order by id desc))[1] st
  from training_participationact
  where participation_id = any(ids) and status_after <> '' and recorded_at <= known
    and (superseded_at is null or superseded_at > known)
  group by 1, 2),
r as materialized (
  select a.participation_id p, a.rule_set_id rs, a.valid_from f, a.valid_to t, q.*
  from training_ruleassignment a
  left join lateral (
    select max(soon_days) filter (where is_binding and kind = 1) w1, max(soon_days) filter (where is_binding and kind = 2) w2, max(soon_days) filter (where is_binding and kind = 3) w3, max(soon_days) filter (where is_binding and kind = 4) w4, max(soon_days) filter (where is_binding and kind = 5) w5, max(soon_days) filter (where is_binding and kind = 6) w6, max(soon_days) filter (where is_binding and kind = 7) w7, max(soon_days) filter (where is_binding and kind = 8) w8, max(soon_days) filter (where is_binding and kind = 9) w9, max(soon_days) filter (where is_binding and kind = 10) w10, max(soon_days) filter (where is_binding and kind = 11) w11
    from training_requirement q where q.rule_set_id = a.rule_set_id) q on true
  where a.participation_id = any(ids) and a.recorded_at <= known
    and (a.superseded_at is null or a.superseded_at > known)),
-- Every day on which something begins or ends.
e as (
  select p, f d, k, t due, 0 fl, 0 su, null::varchar st, mt from c
  union all select p, t, -1, null, 0, 0, null, 0 from c
  union all select p, x.d, -1, null, 0, 0, null, 0 from r cross join lateral (values (f), (t)) x(d)
  union all select p, d, -1, null, 0, 0, st, 0 from acts
  union all select participation_id, affected_from, -1, null, 1, 0, null, 0 from training_flag
    where participation_id = any(ids) and affected_from is not null and recorded_at <= known
      and (disposed_at is null or disposed_at > known)
  union all select participation_id, x.d, -1, null, 0, x.n, null, 0 from training_suspension
    cross join lateral (values (valid_from, 1), (valid_to, -1)) x(d, n)
    where participation_id = any(ids) and recorded_at <= known
      and (superseded_at is null or superseded_at > known)),
days as (
  select p, d, max(due) filter (where k = 0) m0,
    max(due) filter (where k = 1) m1, max(due) filter (where k = 2) m2, max(due) filter (where k = 3) m3, max(due) filter (where k = 4) m4, max(due) filter (where k = 5) m5, max(due) filter (where k = 6) m6, max(due) filter (where k = 7) m7, max(due) filter (where k = 8) m8, max(due) filter (where k = 9) m9, max(due) filter (where k = 10) m10, max(due) filter (where k = 11) m11,
    sum(fl) fl, sum(su) su, max(st) st, bit_or(mt) mt
  from e where d < '9999-12-31' group by p, d),
-- due_on(requirement, day) is the latest end among the rows that began by then.
run as (
  select p, d, coalesce(lead(d) over w, '9999-12-31') nd, max(m0) over w m0,
    max(m1) over w m1, max(m2) over w m2, max(m3) over w m3, max(m4) over w m4, max(m5) over w m5, max(m6) over w m6, max(m7) over w m7, max(m8) over w m8, max(m9) over w m9, max(m10) over w m10, max(m11) over w m11,
    sum(fl) over w fl, sum(su) over w su, bit_or(mt) over w mt, st, count(st) over w n_st
  from days window w as (partition by p order by d)),
named as (select *, max(st) over (partition by p, n_st) act from run),
day as (
  select named.p, d, nd,
    case
      when m0 is null or m0 <= d then 0
      when rs is null then 1
      when fl > 0 then 2
      when m7 is null then 3
      -- Never met, and not waived any more.
      when (w1 is not null and (m1 is null or (m1 <= d and mt & 2 = 0))) or (w2 is not null and (m2 is null or (m2 <= d and mt & 4 = 0))) or (w3 is not null and (m3 is null or (m3 <= d and mt & 8 = 0))) or (w4 is not null and (m4 is null or (m4 <= d and mt & 16 = 0))) or (w5 is not null and (m5 is null or (m5 <= d and mt & 32 = 0))) or (w6 is not null and (m6 is null or (m6 <= d and mt & 64 = 0))) or (w7 is not null and (m7 is null or (m7 <= d and mt & 128 = 0))) or (w8 is not null and (m8 is null or (m8 <= d and mt & 256 = 0))) or (w9 is not null and (m9 is null or (m9 <= d and mt & 512 = 0))) or (w10 is not null and (m10 is null or (m10 <= d and mt & 1024 = 0))) or (w11 is not null and (m11 is null or (m11 <= d and mt & 2048 = 0))) then 4
      when cu.until_ <= d then 5
      else 6
    end::smallint grade,
    cu.soon, cu.until_,
    coalesce(m0 > d and m6 > d and m7 > d and su = 0, false) may_act,
    case
      when act = 'authorized' and su > 0 then 'suspended'
      when act = 'authorized' and (m7 is null or m7 <= d) then 'lapsed'
      else act
    end::varchar status
  from named
  left join r on r.p = named.p and r.f <= d and r.t > d
  cross join lateral (
    select coalesce(min(x.m), '9999-12-31') until_,
      coalesce(min(case when x.m = '9999-12-31' then x.m else x.m - x.w end), '9999-12-31') soon
    from (values (m1, w1), (m2, w2), (m3, w3), (m4, w4), (m5, w5), (m6, w6), (m7, w7), (m8, w8), (m9, w9), (m10, w10), (m11, w11)) x(m, w) where x.w is not null) cu
  where act is not null),
shown as (
  select p, d, nd, status, grade, may_act,
    case when grade = 6 then soon end sf, case when grade = 6 then until_ end cu from day),
isl as (
  select *, (lag(nd) over w is distinct from d
    or (lag(status) over w, lag(grade) over w, lag(cu) over w, lag(sf) over w, lag(may_act) over w)
      is distinct from (status, grade, cu, sf, may_act))::int new
  from shown window w as (partition by p order by d)),
grp as (select *, sum(new) over (partition by p order by d) n from isl)
select grp.p, a.agency_id, a.model, min(d), max(nd), status, grade, sf, cu, may_act
from grp join training_participation a on a.id = grp.p
group by grp.p, a.agency_id, a.model, n, status, grade, sf, cu, may_act
$$;

create function g287_standing_follows() returns trigger language plpgsql as $$
begin
  if current_setting('app.restand_later', true) = 'on' then return null; end if;
  perform g287_restand((select array_agg(distinct participation_id) from changed));
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['training_coverage', 'training_suspension', 'training_flag',
    'training_ruleassignment', 'training_participationact'] loop
    execute format('create trigger standing_follows_added after insert on %I
      referencing new table as changed for each statement execute function g287_standing_follows()', t);
    execute format('create trigger standing_follows_closed after update on %I
      referencing new table as changed for each statement execute function g287_standing_follows()', t);
  end loop;
end $$;
