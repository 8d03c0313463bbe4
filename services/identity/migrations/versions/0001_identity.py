"""Federations, units, people, grants, regulations and the calendar can be kept; people can sign in.

The tables that other services copy have the copy's columns, so that shared reads work here too.
"""

from alembic import op

from services.common.ddl import lay_ground, protect

revision = "0001"
down_revision = None

DIRECTORY = """
create table tenant (
  code text primary key, parent_code text not null, name text not null, short_name text not null,
  level text not null, valid_from date not null, valid_to date, version int not null default 1);
create index tenant_parent on tenant (parent_code);
create table calendar_day (day date primary key, is_working boolean not null, title text not null,
  is_confirmed boolean not null, set_in int not null default 0);
create table calendar_year (year int primary key, is_confirmed boolean not null default false,
  confirmed_at timestamptz, version int not null default 0);
create table org_unit (
  tenant text not null, id uuid not null, parent_id uuid, path text not null, kind text not null, name text not null,
  valid_from date not null, valid_to date, merged_into_id uuid, version int not null default 1,
  primary key (tenant, id));
create index org_unit_path on org_unit (tenant, path text_pattern_ops);
create index org_unit_parent on org_unit (tenant, parent_id, name);
create table org_unit_history (
  tenant text not null, id uuid not null, org_unit_id uuid not null, at timestamptz not null, action text not null,
  before jsonb, after jsonb not null, by_name text not null, primary key (tenant, id));
create index org_unit_history_unit on org_unit_history (tenant, org_unit_id, id);
create table person (
  tenant text not null, id uuid not null, subject text not null, name text not null, org_unit_id uuid,
  email text not null default '', valid_to date, username text not null default '', phone text not null default '',
  born text not null default '', version int not null default 1, primary key (tenant, id));
create unique index person_subject on person (tenant, subject);
create unique index person_username on person (tenant, username) where username <> '';
create index person_unit on person (tenant, org_unit_id, id);
create table grant_ (
  tenant text not null, id uuid not null, subject text not null, person_id uuid, role text not null,
  org_unit_id uuid, org_unit_path text not null default '', valid_from date not null, valid_to date,
  revoked boolean not null default false, granted_by text not null default '', granted_at timestamptz,
  revoked_by text not null default '', revoked_at timestamptz, primary key (tenant, id));
create index grant_subject on grant_ (tenant, subject);
create index grant_unit on grant_ (tenant, org_unit_path text_pattern_ops);
create table regulation_version (
  tenant text not null, regulation_id text not null, version int not null, title text not null,
  effective_on date not null, document jsonb not null, published_at timestamptz not null,
  text text not null default '', published_by text not null default '', is_history boolean not null default false,
  primary key (tenant, regulation_id, version));
create table regulation_draft (
  tenant text not null, id uuid not null, regulation_id text not null, title text not null, text text not null,
  before text,
  based_on_version int not null default 0, faults int not null, version int not null default 1,
  updated_at timestamptz not null, updated_by text not null, primary key (tenant, id));
create table regulation_replay (
  tenant text not null, draft_id uuid not null, year int not null, draft_version int not null,
  asked_at timestamptz not null, asked_by text not null, left_out int not null default 0,
  dropped text[] not null default '{}', cases jsonb not null, primary key (tenant, draft_id, year));
create table import_file (
  tenant text not null, id uuid not null, kind text not null, filename text not null, content bytea not null,
  at timestamptz not null, by_subject text not null, primary key (tenant, id));
"""

TENANT_OWN = """
alter table tenant enable row level security;
alter table tenant force row level security;
create policy everybody_reads on tenant for select to pioneer_identity using (true);
create policy own_founds on tenant for insert to pioneer_identity
  with check (code = (select pioneer_tenant()) or parent_code = (select pioneer_tenant()));
create policy own_changes on tenant for update to pioneer_identity
  using (code = (select pioneer_tenant()) or parent_code = (select pioneer_tenant()));
revoke delete on tenant from pioneer_identity;
revoke update, delete on regulation_version, org_unit_history from pioneer_identity;
"""

ISSUER = """
create schema issuer;
grant usage on schema issuer to pioneer_identity;
alter default privileges in schema issuer grant select, insert, update, delete on tables to pioneer_identity;
create table issuer.account (
  subject text primary key, username text not null unique, password_hash text not null, name text not null,
  is_demo boolean not null default false, must_change boolean not null default false,
  disabled boolean not null default false,
  tenant text not null default '', failures int not null default 0, locked_until timestamptz);
create table issuer.due (
  kind text not null, id text not null, tenant text not null, turn bigint not null default 1,
  not_before timestamptz not null default now(), failures int not null default 0, error text not null default '',
  primary key (kind, id));
create index due_order on issuer.due (not_before);
create table issuer.program (
  client_id text primary key, tenant text not null, name text not null, secret_hash text not null,
  closed boolean not null default false);
create table issuer.handed (subject text primary key, sealed bytea not null, is_temporary boolean not null);
create table issuer.signing_key (
  kid text primary key, sealed bytea not null, made_at timestamptz not null);
create table issuer.browser_session (
  id_hash text primary key, subject text not null, signed_in_at timestamptz not null, expires_at timestamptz not null);
create table issuer.code (
  code_hash text primary key, client_id text not null, subject text not null, redirect_uri text not null,
  scope text not null, nonce text, challenge text not null, challenge_method text not null,
  signed_in_at timestamptz not null, expires_at timestamptz not null);
create table issuer.refresh_token (
  token_hash text primary key, family uuid not null, client_id text not null, subject text not null,
  scope text not null, used boolean not null default false, revoked boolean not null default false,
  expires_at timestamptz not null);
create index refresh_token_family on issuer.refresh_token (family);
create index refresh_token_subject on issuer.refresh_token (subject);
"""

OWN = (
    "org_unit", "org_unit_history", "person", "grant_", "regulation_version", "regulation_draft", "regulation_replay",
    "import_file",
)  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    lay_ground(connection, "identity", directory=False)
    for statement in (DIRECTORY, TENANT_OWN, ISSUER):
        op.execute(statement)
    protect(connection, "identity", *OWN)
