"""Federations assess on score sheets: assessments, cards, evidence, corrections, declared relations."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import lay_ground, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create table assessment (
  tenant text not null, id uuid not null, object_type text not null, object_id text not null,
  round int not null, year int not null,
  regulation_id text not null, regulation_version int not null, sheet_id text not null, sheet jsonb not null,
  title text not null, subject_unit_id uuid, subject_name text not null, subject_path text not null,
  answering_path text not null, due_on date, self_score_required boolean not null, assessors_at_least int not null,
  gap_over numeric, pass_at_least numeric, pass_over numeric,
  remind_days int not null default 3, asked_by text not null default '', opened_at timestamptz not null,
  status text not null, version int not null default 1,
  score numeric, self_score numeric, gap numeric, passed boolean, explanation jsonb, completed_at timestamptz,
  primary key (tenant, id), unique (tenant, object_type, object_id, round),
  check ((status = 'completed') = (completed_at is not null)));
create index assessment_status on assessment (tenant, status, id desc);
create index assessment_path on assessment (tenant, answering_path text_pattern_ops, id desc);

create table score_card (
  tenant text not null, id uuid not null, assessment_id uuid not null, kind text not null, number int not null,
  subject text not null default '', name text not null default '', person_id uuid,
  findings jsonb not null default '{}', total numeric, digest text not null default '', version int not null default 1,
  appointed_at timestamptz, saved_at timestamptz, submitted_at timestamptz,
  withdrawn_at timestamptz, withdrawn_reason text not null default '', correction_id uuid,
  primary key (tenant, id), unique (tenant, assessment_id, kind, number),
  foreign key (tenant, assessment_id) references assessment (tenant, id),
  check (submitted_at is null or total is not null));
create index score_card_subject on score_card (tenant, subject, assessment_id) where kind = 'assessor';
create unique index score_card_once on score_card (tenant, assessment_id, subject) where kind = 'assessor';

create table evidence (
  tenant text not null, id uuid not null, assessment_id uuid not null, card_id uuid not null, row_id text not null,
  word text not null, sha256 text not null default '', href text not null default '', size bigint not null default 0,
  mime text not null default '', added_by text not null, added_at timestamptz not null, removed_at timestamptz,
  primary key (tenant, id), foreign key (tenant, card_id) references score_card (tenant, id));
create index evidence_assessment on evidence (tenant, assessment_id);

create table correction (
  tenant text not null, id uuid not null, assessment_id uuid not null, card_id uuid not null,
  status text not null, reason text not null, asked_by text not null, asked_at timestamptz not null,
  findings_before jsonb not null, total_before numeric not null, digest_before text not null,
  findings_after jsonb not null, total_after numeric not null,
  decided_by text not null default '', decided_at timestamptz, decision_reason text not null default '',
  primary key (tenant, id), foreign key (tenant, card_id) references score_card (tenant, id));
create unique index correction_pending on correction (tenant, card_id) where status = 'pending';
create index correction_assessment on correction (tenant, assessment_id);

create table relation (
  tenant text not null, id uuid not null, subject text not null, unit_id uuid not null, unit_path text not null,
  unit_name text not null, says text not null, declared_by text not null, declared_at timestamptz not null,
  ended_at timestamptz, primary key (tenant, id));
create index relation_subject on relation (tenant, subject) where ended_at is null;
"""

# A signed score stands whatever the program does: only an approved correction names itself and may replace it.
SIGNED = """
create function keep_signed_score() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null
     and (new.findings, new.total, new.subject) is distinct from (old.findings, old.total, old.subject)
     and (new.correction_id is null or new.correction_id is not distinct from old.correction_id) then
    raise exception 'a signed score never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_signed_score before update on score_card for each row execute function keep_signed_score();

create function keep_result() returns trigger language plpgsql as $$
begin
  if old.completed_at is not null and new is distinct from old then
    raise exception 'a completed assessment never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_result before update on assessment for each row execute function keep_result();
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    connection = op.get_bind()
    lay_ground(connection, "assessment")
    connection.execute(text(TABLES))
    connection.execute(text(SIGNED))
    own = ["assessment", "score_card", "evidence", "correction", "relation"]
    protect(connection, "assessment", *own)
    connection.execute(text(f"revoke delete on {', '.join(own)} from pioneer_assessment"))
