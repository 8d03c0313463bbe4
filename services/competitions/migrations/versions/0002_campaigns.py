"""竞赛活动: campaigns with targets, reported figures, filings, activities, supervision, promises and subsidies."""

from alembic import op

from services.common.ddl import lay_projections, let_worker_see, protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
create table campaign (
  tenant text not null, id uuid not null, key text not null, regulation text not null,
  regulation_version int not null, title text not null, document jsonb not null,
  starts_on date not null, ends_on date not null, from_tenant text not null default '',
  published_by text not null, published_at timestamptz not null, announced jsonb not null default '{}',
  version int not null default 1,
  primary key (tenant, id));
create unique index campaign_own on campaign (tenant, regulation, key) where from_tenant = '';
create table campaign_share (
  tenant text not null, campaign_id uuid not null, target_id text not null, body text not null,
  offered numeric, taken numeric, offered_at timestamptz, taken_at timestamptz,
  primary key (tenant, campaign_id, target_id, body));
create table campaign_report (
  tenant text not null, id uuid not null, campaign_id uuid not null, target_id text not null, body text not null,
  as_of date not null, amount numeric not null, whole numeric, note text not null default '',
  reason text not null default '', replaces uuid, evidence jsonb not null default '[]',
  reported_by text not null, reported_at timestamptz not null,
  primary key (tenant, id));
create index campaign_report_campaign on campaign_report (tenant, campaign_id, target_id, body);
create unique index campaign_report_replaces on campaign_report (tenant, replaces) where replaces is not null;
create unique index campaign_report_first on campaign_report (tenant, campaign_id, target_id, body, as_of)
  where replaces is null;
create table campaign_told (
  tenant text not null, campaign_id uuid not null, target_id text not null, body text not null,
  revision bigint not null, amount numeric not null, whole numeric, is_correction boolean not null,
  reason text not null, told_at timestamptz not null,
  primary key (tenant, campaign_id, target_id, body, revision));
create table campaign_sent (
  tenant text not null, campaign_id uuid not null, target_id text not null, revision bigint not null,
  amount numeric not null, whole numeric, parts jsonb not null default '{}',
  primary key (tenant, campaign_id, target_id));
create table campaign_part (
  tenant text not null, campaign_id uuid not null, target_id text not null, body text not null, via text not null,
  revision bigint not null, amount numeric not null, whole numeric, told_at timestamptz not null,
  primary key (tenant, campaign_id, target_id, body));
create table honour_fact (
  tenant text not null, id uuid not null, honour text not null, level text not null, unit_id uuid,
  conferred_on date not null, revoked_on date,
  primary key (tenant, id));
create table campaign_filing (
  tenant text not null, campaign_id uuid not null, filing_id text not null, unit_id uuid not null,
  unit_path text not null, unit_name text not null, due_on date not null, remind_on date,
  filed_on date, filed_at timestamptz, filed_by text not null default '', files jsonb not null default '[]',
  note text not null default '', overdue_told_on date, version int not null default 1,
  primary key (tenant, campaign_id, filing_id, unit_id));
create index campaign_filing_open on campaign_filing (tenant, due_on) where filed_on is null;
create table campaign_notice (
  tenant text not null, id uuid not null, campaign_id uuid not null, kind text not null, unit_id uuid not null,
  unit_path text not null, unit_name text not null, ground text not null, rectify_by date, rectified_on date,
  result text not null default '', issued_by text not null, issued_at timestamptz not null,
  version int not null default 1,
  primary key (tenant, id));
create index campaign_notice_campaign on campaign_notice (tenant, campaign_id, id);
create table campaign_activity (
  tenant text not null, id uuid not null, campaign_id uuid not null, kind text not null, unit_id uuid not null,
  unit_path text not null, unit_name text not null, title text not null, held_on date not null, people int not null,
  outcome text not null, benefit numeric, detail text not null default '', until date,
  recorded_by text not null, recorded_at timestamptz not null, version int not null default 1,
  primary key (tenant, id));
create index campaign_activity_campaign on campaign_activity (tenant, campaign_id, id);
create table campaign_visit (
  tenant text not null, id uuid not null, campaign_id uuid not null, body text not null, body_name text not null,
  visited_on date not null, finding text not null, mend_by date, solved_on date, answer text not null default '',
  recorded_by text not null, recorded_at timestamptz not null, from_tenant text not null default '',
  version int not null default 1,
  primary key (tenant, id));
create index campaign_visit_campaign on campaign_visit (tenant, campaign_id, id);
create table campaign_promise (
  tenant text not null, id uuid not null, campaign_id uuid not null, body text not null, body_name text not null,
  says text not null, made_on date not null, is_late boolean not null, fulfil_by date, fulfilled_on date,
  result text not null default '', made_by text not null, version int not null default 1,
  primary key (tenant, id));
create index campaign_promise_campaign on campaign_promise (tenant, campaign_id, id);
create table campaign_subsidy (
  tenant text not null, id uuid not null, campaign_id uuid not null, standard text not null, contest_id uuid not null,
  contest_title text not null, unit_id uuid not null, unit_path text not null, unit_name text not null,
  level text not null, heads int not null, spent numeric not null, amount numeric not null check (amount > 0),
  proofs jsonb not null, files jsonb not null, status text not null, applied_by text not null,
  applied_at timestamptz not null, decided_by text not null default '', decided_at timestamptz,
  paid_on date, recalled_on date, reason text not null default '', version int not null default 1,
  primary key (tenant, id));
create index campaign_subsidy_campaign on campaign_subsidy (tenant, campaign_id, id);
create unique index campaign_subsidy_once on campaign_subsidy (tenant, contest_id)
  where status in ('applied', 'approved', 'paid');
"""
OWN = (
    "campaign",
    "campaign_share",
    "campaign_report",
    "campaign_told",
    "campaign_sent",
    "campaign_part",
    "honour_fact",
    "campaign_filing",
    "campaign_notice",
    "campaign_activity",
    "campaign_visit",
    "campaign_promise",
    "campaign_subsidy",
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(TABLES)
    connection = op.get_bind()
    protect(connection, "competitions", *OWN)
    lay_projections(connection, "honour_fact")
    let_worker_see(connection, "competitions", "campaign", "tenant", "from_tenant", "ends_on")
    let_worker_see(
        connection, "competitions", "campaign_filing", "tenant", "due_on", "remind_on", "filed_on", "overdue_told_on"
    )
