-- Parameters: first and last number of the officers, the day on which they stand as told, and the
-- agency at which all of them serve, or null.
-- Texts and UUIDs that are not named are filled by defaults (make_room). Ids are the officers' numbers; an agency's id is that of its place in the line.

insert into accounts_user (id, uuid, password, is_superuser, email, name, is_active, created_at)
overriding system value
select 1, gen_random_uuid(), '!', false, 'supervisor@example.com', 'Sam Placeholder', true, now()
on conflict do nothing;

insert into agencies_fieldoffice (id, uuid, name) overriding system value
values (1, gen_random_uuid(), 'Measured') on conflict do nothing;

insert into agencies_agency
  (id, name, name_key, state, county, kind, time_zone, is_invented, field_office_id)
overriding system value
select a, 'Agency ' || a, 'agency ' || a, (%(states)s::text[])[1 + a %% 50], 'Sample',
  'county',
  'America/New_York', true, 1
from (select distinct coalesce(%(agency)s,
    case when g <= 468 then 1 else 2 + (g - 469) / 24 end) a
  from generate_series(%(first)s, %(last)s) g) agencies
on conflict do nothing;

insert into agencies_agreement
  (id, model, form_inferred, signed_on, expires_on, agency_id, form_revision_id)
overriding system value
select a.id, 'WSO', false, '2025-02-20', '9999-12-31', a.id, f.id
from agencies_agency a, agencies_formrevision f where f.code = 'WSO-2025-02-15'
on conflict do nothing;

insert into agencies_agreementact
  (kind, effective_on, evidence, agency_id, agreement_id)
select 'in_force', '2025-02-20', 'Signed agreement', g.agency_id, g.id
from agencies_agreement g
where not exists (select from agencies_agreementact a where a.agreement_id = g.id);

insert into agencies_supervisorassignment
  (id, uuid, valid_from, valid_to, accepted_at, position_title, user_id, field_office_id)
overriding system value
values (1, gen_random_uuid(), '2020-01-01', '9999-12-31', '2020-01-01', 'Field Program Manager', 1, 1)
on conflict do nothing;

insert into agencies_officer
  (id, last_name, first_name, name_key, law_enforcement_since, agency_id)
overriding system value
select g, 'Sample' || g, 'Avery', 'sample' || g || ' avery', '2015-01-01',
  coalesce(%(agency)s, case when g <= 468 then 1 else 2 + (g - 469) / 24 end)
from generate_series(%(first)s, %(last)s) g;

insert into agencies_appointment
  (id, valid_from, valid_to, badge_number, rank, agency_id, officer_id)
overriding system value
select id, '2016-01-01', '9999-12-31', 'B' || id, 'Deputy', agency_id, id
from agencies_officer where id between %(first)s and %(last)s;

insert into training_participation
  (id, model, name_key, step, agency_id, agreement_id, appointment_id, officer_id)
overriding system value
select id, 'WSO', name_key, 'nothing_open', agency_id, agency_id, id, id
from agencies_officer where id between %(first)s and %(last)s;

insert into training_ruleassignment
  (valid_from, valid_to, agency_id, participation_id, rule_set_id)
select %(day)s::date - 500, '9999-12-31', p.agency_id, p.id, r.id
from training_participation p,
  (select r.id from training_ruleset r join agencies_formrevision f on f.id = r.form_revision_id
   where f.code = 'WSO-2025-02-15' order by r.version desc limit 1) r
where p.id between %(first)s and %(last)s;

insert into training_participationact
  (kind, effective_on, status_after, agency_id, participation_id)
select a.kind, %(day)s::date - a.ago, a.status, p.agency_id, p.id
from training_participation p
cross join (values (500, 'nominated', 'nominated', 0, 99), (480, 'vetted', 'vetted', 0, 99),
  (450, 'enrolled', 'enrolled', 0, 99), (420, 'in_training', 'in_training', 0, 99),
  (400, 'certified', 'certified', 0, 99), (390, 'authorized', 'authorized', 0, 94),
  (390, 'authorized', 'authorized', 98, 99), (5, 'separated', 'separated', 99, 99))
  a(ago, kind, status, low, high)
where p.id between %(first)s and %(last)s and p.id %% 100 between a.low and a.high;

-- Everything that the rule set binds, then authorization and refresher by the officer's fate.
insert into training_coverage
  (kind, valid_from, valid_to, evidence_kind, evidence_id, agency_id, participation_id)
select q.kind, %(day)s::date - 480, '9999-12-31', 1, 0, p.agency_id, p.id
from training_participation p
join training_ruleassignment a on a.participation_id = p.id
join training_requirement q on q.rule_set_id = a.rule_set_id and q.kind in (1, 2, 3, 4, 5, 6, 8, 10)
where p.id between %(first)s and %(last)s and not (p.id %% 100 between 92 and 94 and q.kind = 3)
union all
select 0, %(day)s::date - 500,
  case when p.id %% 100 = 99 then %(day)s::date - 5 else '9999-12-31' end, 1, 0,
  p.agency_id, p.id
from training_participation p where p.id between %(first)s and %(last)s
union all
select 7, %(day)s::date - 390,
  case when p.id %% 100 between 88 and 91 then %(day)s::date - 30 else %(day)s::date + 341 end,
  6, 0, p.agency_id, p.id
from training_participation p
where p.id between %(first)s and %(last)s and p.id %% 100 not between 95 and 97
union all
select k.kind, %(day)s::date - 400,
  %(day)s::date + case when p.id %% 100 between 70 and 79 then 5
    when p.id %% 100 between 80 and 87 then -20 else 330 end, 4, 0, p.agency_id, p.id
from training_participation p cross join (values (9), (11)) k(kind)
where p.id between %(first)s and %(last)s;

-- What an authorization rests on: a certification of an agency before, which needs no class here.
insert into training_broughttraining
  (from_agency_name, model, certificate_number, certified_on, completed_on, is_imported, agency_id,
   officer_id, course_version_id)
select 'Agency before', p.model, 'C-' || p.id, %(day)s::date - 400, %(day)s::date - 400, false,
  p.agency_id, p.officer_id, v.id
from training_participation p,
  (select v.id from training_courseversion v join training_course c on c.id = v.course_id
   where c.code = 'WSO' order by v.id desc limit 1) v
where p.id between %(first)s and %(last)s;

insert into training_authorization
  (valid_from, valid_to, letter, agency_id, participation_id)
select valid_from, valid_to, 'L-' || participation_id, agency_id, participation_id
from training_coverage where kind = 7 and participation_id between %(first)s and %(last)s;

insert into training_flag (code, facts, affected_from, agency_id, participation_id)
select 'authorized_too_long', jsonb_build_object('letter', 'L-' || id, 'from', %(day)s::date - 400,
    'until', null, 'allowed', %(day)s::date - 100),
  %(day)s::date - 100, agency_id, id
from training_participation where id between %(first)s and %(last)s and id %% 100 = 98;

-- Records that wait for sign-off: the last officers, beside all those above.
insert into training_trainingclass
  (id, class_id, place, delivery, starts_on, ends_on, seats, seats_taken, course_version_id)
overriding system value
select %(last)s, 'CL' || %(last)s, 'Charleston', 'in_person',
  %(day)s::date - 7, %(day)s::date - 7, 500, 0, v.id
from training_courseversion v join training_course c on c.id = v.course_id
where c.code = 'WSO' order by v.valid_from desc limit 1;

insert into training_classday (id, day, number, hours, holiday, training_class_id)
overriding system value
values (%(last)s, %(day)s::date - 7, 1, 8, '', %(last)s);

insert into training_enrollment
  (id, starts_on, ends_on, state, submitted_at, submitted_by_id, agency_id,
   officer_id, participation_id, training_class_id)
overriding system value
select id, %(day)s::date - 7, %(day)s::date - 7, 'submitted', now(), null,
  agency_id, officer_id, id, %(last)s
from training_participation where id between %(last)s - 199 and %(last)s and id >= %(first)s
  and id %% 100 <> 99;  -- they have left

insert into training_attendance (hours, agency_id, class_day_id, enrollment_id)
select 8, agency_id, %(last)s, id from training_enrollment where training_class_id = %(last)s;

insert into training_examattempt (attempt, score, taken_on, agency_id, enrollment_id, module_id)
select 1, 85, e.ends_on, e.agency_id, e.id, m.id
from training_enrollment e join training_trainingclass c on c.id = e.training_class_id
join training_module m on m.course_version_id = c.course_version_id and m.exam_code <> ''
where c.id = %(last)s
