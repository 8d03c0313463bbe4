"""A federation can decide a docket, publicise, confer, forward upward and look after its honours."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MEETING = """
create table docket (
  tenant text not null, id uuid not null, title text not null, number text not null, programme text not null,
  honour text not null, level text not null, year int not null, regulation_id text not null,
  regulation_version int not null, stage text not null, status text not null, members jsonb not null,
  presiding text not null, recorder text not null, place text not null, held_at timestamptz,
  created_by text not null, created_at timestamptz not null, signed_by text not null, signed_at timestamptz,
  minutes_sha256 text not null, version int not null, primary key (tenant, id));
create index docket_newest on docket (tenant, id desc);

create table docket_case (
  tenant text not null, docket_id uuid not null, application_id uuid not null, ordinal int not null,
  decision text not null, reason text not null, return_to text not null, in_favour int not null, against int not null,
  abstained int not null, recused text[] not null, remarks jsonb not null,
  is_beyond boolean not null default false,
  primary key (tenant, docket_id, application_id), foreign key (tenant, docket_id) references docket,
  foreign key (tenant, application_id) references application);
create index docket_case_application on docket_case (tenant, application_id);

create table notice (
  tenant text not null, id uuid not null, docket_id uuid not null, number text not null, title text not null,
  honour text not null, level text not null, year int not null, regulation_id text not null,
  regulation_version int not null, programme text not null, stage text not null, status text not null,
  issued_on date not null, starts_on date not null, ends_on date not null, working_days int not null,
  objection_days text not null, deciders text[] not null, version int not null, primary key (tenant, id));
create index notice_running on notice (tenant, status, ends_on);

create table notice_entry (
  tenant text not null, notice_id uuid not null, application_id uuid not null, ordinal int not null,
  subject_name text not null, employer_name text not null, recommended_by text not null, score numeric(7,2),
  outcome text not null,
  primary key (tenant, notice_id, application_id), foreign key (tenant, notice_id) references notice);

create table objection (
  tenant text not null, id uuid not null, notice_id uuid not null, application_id uuid not null,
  receipt_hash text not null, sealed bytea not null, sealed_files bytea not null,
  file_count int not null, facts text not null, received_at timestamptz not null,
  answer_by date not null, status text not null, handler text not null, finding text not null, answer text not null,
  answered_at timestamptz, version int not null,
  primary key (tenant, id), foreign key (tenant, notice_id) references notice);
create unique index objection_receipt on objection (tenant, receipt_hash);
create index objection_open on objection (tenant, status, answer_by);
"""

HONOURS = """
create table serial (
  tenant text not null, kind text not null, year int not null, last int not null, primary key (tenant, kind, year));

create table honour (
  tenant text not null, id uuid not null, application_id uuid not null, programme text not null, honour text not null,
  level text not null, year int not null, regulation_id text not null, regulation_version int not null,
  number text not null, token text not null, subject_kind text not null, subject_name text not null,
  employer_name text not null, subject_unit_id uuid, subject_unit_path text not null, union_unit_id uuid,
  union_path text not null, union_name text not null, conferred_on date not null, standing text not null,
  kept_years int not null, last_kept_on date, next_reinspection_on date, rectify_by date, revoked_on date,
  revoke_ground text not null, revoke_reason text not null, grade text not null default '', version int not null,
  conferred_by text not null, certificate_sha256 text not null, search text[] not null,
  primary key (tenant, id), foreign key (tenant, application_id) references application);
create unique index honour_application on honour (tenant, application_id);
create unique index honour_number on honour (tenant, number);
create unique index honour_token on honour (tenant, token);
create index honour_subject on honour (tenant, subject_unit_id);
create index honour_roll on honour (tenant, conferred_on desc, id desc);
create index honour_programme on honour (tenant, programme, conferred_on);
create index honour_due on honour (tenant, next_reinspection_on) where standing = 'valid';
create index honour_search on honour using gin (search);

create table plaque (
  tenant text not null, id uuid not null, honour_id uuid not null, number text not null, status text not null,
  hung_where text not null, hung_on date, photo_sha256 text not null, photo_mime text not null,
  recall_by date, recalled_on date, recall_note text not null, version int not null,
  primary key (tenant, id), foreign key (tenant, honour_id) references honour);
create unique index plaque_honour on plaque (tenant, honour_id);
create unique index plaque_number on plaque (tenant, number);

create table reward (
  tenant text not null, id uuid not null, honour_id uuid not null, kind text not null, given_by text not null,
  amount numeric(14,2), what text not null, paid_on date not null, recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (tenant, id), foreign key (tenant, honour_id) references honour);
create index reward_honour on reward (tenant, honour_id, id);
"""

UPWARD = """
create table signing_key (
  tenant text not null, key_id text not null, sealed bytea not null, made_at timestamptz not null,
  primary key (tenant, key_id));

create table public_key (
  tenant text not null, key_id text not null, raw bytea not null, made_at timestamptz not null,
  primary key (tenant, key_id));

create table trusted_key (
  tenant text not null, key_id text not null, of_tenant text not null, raw bytea not null, title text not null,
  added_by text not null, added_at timestamptz not null, primary key (tenant, key_id));

create table level_exception (
  tenant text not null, id uuid not null, honour_id uuid not null, to_tenant text not null, reason text not null,
  basis text not null, proposed_by text not null, proposed_at timestamptz not null, status text not null,
  confirmed_by text not null, confirmed_at timestamptz, version int not null,
  primary key (tenant, id), foreign key (tenant, honour_id) references honour);
create index level_exception_honour on level_exception (tenant, honour_id);

create table dossier (
  tenant text not null, id uuid not null, direction text not null, from_tenant text not null, to_tenant text not null,
  application_id uuid, honour_id uuid, honour text not null, level text not null, programme text not null,
  subject_name text not null, sha256 text not null, status text not null, reason text not null,
  exception_id uuid, verification jsonb not null, sent_by text not null, at timestamptz not null,
  version int not null, primary key (tenant, id));
create index dossier_application on dossier (tenant, application_id);
create index dossier_newest on dossier (tenant, direction, at desc, id);

create table dossier_step (
  tenant text not null, id uuid not null, dossier_id uuid not null, decision text not null, reason text not null,
  level text not null, decided_by_tenant text not null, decided_at timestamptz not null,
  primary key (tenant, id), foreign key (tenant, dossier_id) references dossier);
create index dossier_step_dossier on dossier_step (tenant, dossier_id, decided_at);
"""

SEAL = """
create table seal_image (
  tenant text not null, id uuid not null, sha256 text not null, width int not null, height int not null,
  size int not null, added_by text not null, added_by_name text not null, added_at timestamptz not null,
  retired_by_name text not null, retired_at timestamptz, primary key (tenant, id));
create unique index seal_image_current on seal_image (tenant) where retired_at is null;
"""

TENURE = """
create table reinspection (
  tenant text not null, id uuid not null, honour_id uuid not null, year int not null, kind text not null,
  due_on date not null, status text not null, assessment_id uuid, score numeric(7,2), explanation jsonb,
  rectification_id uuid, opened_at timestamptz not null, completed_at timestamptz, version int not null,
  primary key (tenant, id), foreign key (tenant, honour_id) references honour);
create unique index reinspection_yearly on reinspection (tenant, honour_id, year) where kind = 'yearly';
create index reinspection_honour on reinspection (tenant, honour_id, id);
create index reinspection_status on reinspection (tenant, status, due_on);

create table rectification (
  tenant text not null, id uuid not null, honour_id uuid not null, reinspection_id uuid not null,
  ordered_on date not null, due_on date not null, status text not null, report text not null, files jsonb not null,
  reported_by text not null, reported_at timestamptz, version int not null,
  primary key (tenant, id), foreign key (tenant, honour_id) references honour);
create index rectification_open on rectification (tenant, status, due_on);
"""

OWN = (
    "docket",
    "docket_case",
    "notice",
    "notice_entry",
    "objection",
    "serial",
    "honour",
    "plaque",
    "reward",
    "signing_key",
    "trusted_key",
    "level_exception",
    "dossier",
    "dossier_step",
    "reinspection",
    "rectification",
    "seal_image",
)


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("set lock_timeout = '5s'"))
    for part in (MEETING, HONOURS, UPWARD, SEAL, TENURE):
        connection.execute(text(part))
    protect(connection, "applications", *OWN)
    _publish_keys(connection)


def _publish_keys(connection: object) -> None:
    """Public keys are read by everybody and written only by their own tenant, once."""
    for statement in (
        "alter table public_key enable row level security",
        "alter table public_key force row level security",
        "create policy anybody_reads on public_key for select to pioneer_applications using (true)",
        "create policy own_writes on public_key for insert to pioneer_applications"
        " with check (tenant = (select pioneer_tenant()))",
        "revoke update, delete on public_key from pioneer_applications",
    ):
        connection.execute(text(statement))  # type: ignore[attr-defined]
