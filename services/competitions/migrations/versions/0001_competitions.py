"""Federations hold contests: entries, drawn stations, duties, marks, results, appeals and awards."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import lay_ground, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create table contest (
  tenant text not null, id uuid not null, regulation_id text not null, regulation_version int not null,
  rule text not null, campaign text not null default '', year int not null, rules jsonb not null,
  title text not null, level text not null, trade text not null,
  organiser_unit_id uuid, organiser_path text not null default '', organiser_name text not null,
  closes_at timestamptz, held_on date, status text not null, round int not null default 0,
  without_awards boolean not null default false, version int not null default 1,
  opened_by text not null, opened_at timestamptz not null,
  frozen_at timestamptz, frozen_by text not null default '', finalised_at timestamptz,
  finalised_by text not null default '', finalised_name text not null default '', published_at timestamptz,
  cancelled_why text not null default '',
  primary key (tenant, id),
  check ((status in ('final', 'published')) = (finalised_at is not null)));
create unique index contest_once on contest (tenant, regulation_id, rule, year, organiser_path)
  where status <> 'cancelled';
create index contest_status on contest (tenant, status, id desc);
create index contest_organiser on contest (tenant, organiser_path text_pattern_ops, id desc);

create table entry (
  tenant text not null, id uuid not null, contest_id uuid not null, number int not null, person_id uuid,
  person_ref uuid not null, name text not null, sex text not null default '', born_on date, grade text not null,
  licences jsonb not null default '{}', practice_days int, phone text not null default '',
  trade text not null, class text not null default '', unit_id uuid, unit_name text not null, unit_path text not null,
  employer_id uuid, reviewing_union_id uuid, team_id uuid,
  employer text not null, team text not null default '', industry text not null default '',
  leader text not null default '', source text not null, status text not null, from_contest_id uuid,
  entered_by text not null, entered_at timestamptz not null, withdrawn_at timestamptz,
  withdrawn_why text not null default '', version int not null default 1,
  primary key (tenant, id), unique (tenant, contest_id, number),
  foreign key (tenant, contest_id) references contest (tenant, id));
create index entry_unit on entry (tenant, contest_id, unit_path text_pattern_ops);
create index entry_person on entry (tenant, person_id) where person_id is not null;

create table contest_duty (
  tenant text not null, id uuid not null, contest_id uuid not null, duty text not null, subject text not null,
  name text not null, person_id uuid, unit_path text not null default '', number int not null,
  appointed_by text not null, appointed_at timestamptz not null, ended_at timestamptz,
  primary key (tenant, id), foreign key (tenant, contest_id) references contest (tenant, id));
create unique index contest_duty_once on contest_duty (tenant, contest_id, subject) where ended_at is null;
create index contest_duty_subject on contest_duty (tenant, subject, contest_id) where ended_at is null;

create table station_draw (
  tenant text not null, id uuid not null, contest_id uuid not null, secret bytea not null, seal text not null,
  round int not null default 0, part text not null default '', drawn_by text not null, drawn_at timestamptz not null,
  opened_at timestamptz, primary key (tenant, id), unique (tenant, contest_id, round, part),
  foreign key (tenant, contest_id) references contest (tenant, id));
create table station (
  tenant text not null, contest_id uuid not null, round int not null default 0, part text not null default '',
  entry_id uuid not null, number int not null, primary key (tenant, contest_id, round, part, entry_id),
  unique (tenant, contest_id, round, part, number),
  foreign key (tenant, entry_id) references entry (tenant, id));

create table mark (
  tenant text not null, id uuid not null, contest_id uuid not null, entry_id uuid not null, part text not null,
  judge_id uuid not null, points numeric not null, deductions jsonb not null default '{}',
  finished_at timestamptz, note text not null default '', digest text not null default '',
  version int not null default 1, saved_at timestamptz not null, signed_at timestamptz,
  countersigned_at timestamptz, countersigned_by text not null default '', replaces_id uuid, replaced_at timestamptz,
  primary key (tenant, id), foreign key (tenant, entry_id) references entry (tenant, id),
  foreign key (tenant, judge_id) references contest_duty (tenant, id));
create unique index mark_once on mark (tenant, contest_id, entry_id, part, judge_id) where replaced_at is null;

create table mark_change (
  tenant text not null, id uuid not null, contest_id uuid not null, mark_id uuid not null, status text not null,
  reason text not null, asked_by text not null, asked_at timestamptz not null, points numeric not null,
  deductions jsonb not null, decided_by text not null default '', decided_at timestamptz,
  decision text not null default '',
  primary key (tenant, id), foreign key (tenant, mark_id) references mark (tenant, id));
create unique index mark_change_pending on mark_change (tenant, mark_id) where status = 'pending';

create table attendance (
  tenant text not null, contest_id uuid not null, entry_id uuid not null, part text not null,
  status text not null default '', minutes_late numeric, identity_checked boolean not null default false,
  why text not null default '', seconds_used numeric, identity_shown boolean not null default false,
  shown_why text not null default '', recorded_by text not null, recorded_name text not null,
  recorded_at timestamptz not null, version int not null default 1,
  primary key (tenant, contest_id, entry_id, part), foreign key (tenant, entry_id) references entry (tenant, id),
  check (status in ('', 'present', 'absent')));

create table tie_break (
  tenant text not null, id uuid not null, contest_id uuid not null, round int not null, "of" text not null,
  figures jsonb not null, secret bytea, seal text not null default '', made_by text not null,
  made_name text not null, made_at timestamptz not null,
  primary key (tenant, id), foreign key (tenant, contest_id) references contest (tenant, id),
  check (("of" = 'drawn') = (secret is not null)), check ("of" in ('play_off', 'drawn')));
create index tie_break_contest on tie_break (tenant, contest_id);

create table entrant_signature (
  tenant text not null, contest_id uuid not null, entry_id uuid not null, part text not null, digest text not null,
  refused_why text not null default '', signed_by text not null, signed_name text not null,
  signed_at timestamptz not null, primary key (tenant, contest_id, entry_id, part),
  foreign key (tenant, entry_id) references entry (tenant, id));

create table round_result (
  tenant text not null, contest_id uuid not null, round int not null, entry_id uuid not null, total numeric,
  place int, is_shared boolean not null, goes_on boolean not null, says text not null,
  primary key (tenant, contest_id, round, entry_id), foreign key (tenant, entry_id) references entry (tenant, id));

create table team_result (
  tenant text not null, contest_id uuid not null, unit_id uuid not null, unit_name text not null, place int,
  is_shared boolean not null, total numeric not null, counted jsonb not null, says text not null,
  award text not null default '', primary key (tenant, contest_id, unit_id),
  foreign key (tenant, contest_id) references contest (tenant, id));

create table contest_result (
  tenant text not null, contest_id uuid not null, entry_id uuid not null, ranked_apart text not null default '',
  figures jsonb not null, total numeric, standing text not null, says text not null default '',
  reached int not null default 0, k1 numeric, k2 numeric, k3 numeric, k4 numeric, k5 numeric,
  place int, is_shared boolean not null default false, award text not null default '', advances boolean not null
  default false, primary key (tenant, contest_id, entry_id),
  foreign key (tenant, entry_id) references entry (tenant, id));
create index contest_result_place on contest_result (tenant, contest_id, ranked_apart, place, entry_id);

create table appeal (
  tenant text not null, id uuid not null, contest_id uuid not null, entry_id uuid not null, grounds text not null,
  asked_by text not null, asked_at timestamptz not null, status text not null, ruling text not null default '',
  ruled_by text not null default '', ruled_name text not null default '', ruled_at timestamptz,
  primary key (tenant, id), foreign key (tenant, entry_id) references entry (tenant, id));
create index appeal_contest on appeal (tenant, contest_id, status);

create table award (
  tenant text not null, id uuid not null, contest_id uuid not null, entry_id uuid, title text not null,
  place int, number text not null, person_id uuid, unit_id uuid, made_at timestamptz not null,
  withdrawn_at timestamptz, withdrawn_why text not null default '',
  primary key (tenant, id), unique (tenant, number), foreign key (tenant, entry_id) references entry (tenant, id));
create unique index award_once on award (tenant, contest_id, entry_id) where withdrawn_at is null;
create unique index award_team_once on award (tenant, contest_id, unit_id)
  where entry_id is null and withdrawn_at is null;
create index award_person on award (tenant, person_id) where person_id is not null;
create index award_unit on award (tenant, unit_id) where unit_id is not null;
"""

# A signed mark and a final result stand whatever the program does; a change is a new mark beside the old one.
SIGNED = """
create function keep_signed_mark() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null
     and (new.points, new.deductions, new.finished_at, new.signed_at, new.entry_id, new.judge_id)
       is distinct from (old.points, old.deductions, old.finished_at, old.signed_at, old.entry_id, old.judge_id) then
    raise exception 'a signed mark never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_signed_mark before update on mark for each row execute function keep_signed_mark();

create function keep_final_result() returns trigger language plpgsql as $$
begin
  if exists (select from contest c where c.tenant = old.tenant and c.id = old.contest_id
             and c.status in ('final', 'published')) then
    raise exception 'a final result never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_final_result before update or delete on contest_result
  for each row execute function keep_final_result();
create trigger keep_final_result before update or delete on team_result
  for each row execute function keep_final_result();
"""

KEPT = (
    "contest", "entry", "contest_duty", "station_draw", "station", "mark", "mark_change", "appeal", "award",
    "attendance", "tie_break", "entrant_signature", "round_result",
)  # fmt: skip


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    connection = op.get_bind()
    lay_ground(connection, "competitions")
    connection.execute(text(TABLES))
    connection.execute(text(SIGNED))
    protect(connection, "competitions", *KEPT, "contest_result", "team_result")
    connection.execute(text(f"revoke delete on {', '.join(KEPT)} from pioneer_competitions"))
