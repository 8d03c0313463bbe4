"""A union can apply for an honour, attach its evidence, and follow the case."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import lay_ground, lay_projections, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create table application (
  tenant text not null, id uuid not null, number text not null, programme text not null, honour text not null,
  level text not null, year int not null, regulation_id text not null, regulation_version int not null,
  subject_kind text not null, subject_name text not null, employer_name text not null,
  subject_unit_id uuid, subject_unit_path text not null,
  union_unit_id uuid, union_path text not null, union_name text not null,
  reviewing_unit_id uuid, reviewing_path text not null, reviewing_name text not null,
  stage text not null, status text not null, origin text not null, ground text not null,
  kinds text[] not null default '{}', is_outside_quota boolean not null default false, nomination_key text not null,
  rank int, is_endorsed boolean not null, is_late boolean not null,
  score numeric(7,2), self_score numeric(7,2), assessment_id uuid, explanation jsonb,
  docket_id uuid, notice_id uuid, honour_id uuid, dossier_id uuid,
  reason text not null, created_by text not null, created_at timestamptz not null, moved_at timestamptz not null,
  submitted_at timestamptz, version int not null,
  form jsonb not null, declared jsonb not null, saved_at timestamptz, saved_by text not null, search text[] not null,
  primary key (tenant, id));
create unique index application_number on application (tenant, number) where number <> '';
create unique index application_nomination on application (tenant, nomination_key) where nomination_key <> '';
create unique index application_once on application
  (tenant, programme, year, coalesce(subject_unit_id::text, dossier_id::text, ''), subject_name)
  where status not in ('withdrawn', 'passed_over', 'refused', 'stopped', 'returned_below');
create index application_union on application (tenant, union_path text_pattern_ops, id desc);
create index application_reviewing on application (tenant, reviewing_path text_pattern_ops, id desc);
create index application_status on application (tenant, status, stage, id desc) include (year, origin, submitted_at);
create index application_search on application using gin (search);

create table evidence (
  tenant text not null, id uuid not null, application_id uuid not null, proves text not null, caption text not null,
  file_name text not null, mime text not null, size bigint not null, sha256 text not null,
  added_at timestamptz not null, added_by text not null, removed_at timestamptz, removed_by text not null default '',
  primary key (tenant, id), foreign key (tenant, application_id) references application);
create index evidence_application on evidence (tenant, application_id, id);

create table opinion (
  tenant text not null, id uuid not null, application_id uuid not null, stage text not null, body text not null,
  body_name text not null, verdict text not null, text text not null, supply text not null default '',
  signed_by text not null, signer_name text not null, signed_at timestamptz not null,
  primary key (tenant, id), foreign key (tenant, application_id) references application);
create index opinion_application on opinion (tenant, application_id, id);

create table hearing (
  tenant text not null, id uuid not null, application_id uuid not null, kind text not null, method text not null,
  held_on date not null, present int not null, agreed int, result text not null,
  recorded_by text not null, recorder_name text not null, recorded_at timestamptz not null,
  primary key (tenant, id), foreign key (tenant, application_id) references application);
create index hearing_application on hearing (tenant, application_id, id);

create table submission (
  tenant text not null, application_id uuid not null, ordinal int not null, form jsonb not null,
  declared jsonb not null, files jsonb not null, submitted_by text not null, submitter_name text not null,
  submitted_at timestamptz not null,
  primary key (tenant, application_id, ordinal), foreign key (tenant, application_id) references application);

create table rule_exception (
  tenant text not null, id uuid not null, application_id uuid not null, rule_id text not null, records jsonb not null,
  status text not null, signers text[] not null, signer_names text[] not null, asked_by text not null,
  asked_at timestamptz not null, decided_at timestamptz, version int not null,
  primary key (tenant, id), foreign key (tenant, application_id) references application);
create index rule_exception_application on rule_exception (tenant, application_id, id);

create table announced_day (
  tenant text not null, programme text not null, year int not null, stage text not null, day date not null,
  announced_by text not null, announced_at timestamptz not null, primary key (tenant, programme, year, stage));

create table case_number (
  tenant text not null, year int not null, last int not null, primary key (tenant, year));

create table contest_award (
  tenant text not null, id uuid not null, contest_id uuid not null, contest_title text not null default '',
  level text not null default '', trade text not null default '', person_id uuid, unit_id uuid,
  title text not null default '', place int, number text not null default '', made_on date,
  links jsonb not null default '[]', withdrawn_on date,
  primary key (tenant, id));
create index contest_award_unit on contest_award (tenant, unit_id);
create index contest_award_person on contest_award (tenant, person_id) where person_id is not null;

create table award_followed (
  tenant text not null, award_id uuid not null, followed_at timestamptz, undone_at timestamptz,
  primary key (tenant, award_id));
"""

OWN = (
    "application",
    "evidence",
    "opinion",
    "hearing",
    "submission",
    "rule_exception",
    "announced_day",
    "case_number",
    "contest_award",
    "award_followed",
)


def upgrade() -> None:
    connection = op.get_bind()
    lay_ground(connection, "applications")
    connection.execute(text(TABLES))
    protect(connection, "applications", *OWN)
    lay_projections(connection, "contest_award")
