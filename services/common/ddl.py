"""What every service's first migration makes: forced row-level security and the tables of the shared mechanisms."""

from sqlalchemy import Connection, text

GUARD = """
create function pioneer_tenant() returns text language plpgsql stable as $$
declare tenant text := current_setting('pioneer.tenant', true);
begin
  if tenant is null or tenant = '' then
    raise exception 'no tenant is set for this transaction' using errcode = 'insufficient_privilege';
  end if;
  return tenant;
end $$;
"""

SHARED = """
create table outbox (
  tenant text not null, seq bigint generated always as identity, id uuid not null,
  topic text not null, key text not null, type text not null, body bytea not null,
  traceparent text not null default '', at timestamptz not null, sent_at timestamptz,
  primary key (tenant, seq));
create index outbox_unsent on outbox (seq) where sent_at is null;
create table inbox (
  tenant text not null, event_id uuid not null, type text not null, at timestamptz not null,
  primary key (tenant, event_id));
create table idempotency_key (
  tenant text not null, subject text not null, key text not null, request_hash text not null,
  object_type text not null default '', object_id text not null default '',
  status int, location text, body bytea, content_type text, headers jsonb, at timestamptz not null,
  primary key (tenant, subject, key));
create table log_head (tenant text primary key, seq bigint not null, hash text not null);
create table log_entry (
  tenant text not null, seq bigint not null, id uuid not null, at timestamptz not null,
  actor_subject text not null, actor_name text not null, action text not null,
  object_type text not null, object_id text not null, detail jsonb not null,
  regulation text not null default '', regulation_version int not null default 0,
  previous_hash text not null, hash text not null,
  primary key (tenant, seq));
create index log_entry_object on log_entry (tenant, object_type, object_id, seq);
"""

DIRECTORY = """
create table tenant (
  code text primary key, parent_code text not null, name text not null, short_name text not null,
  level text not null, valid_from date not null, valid_to date, told uuid not null default NOBODY);
create table calendar_day (day date primary key, is_working boolean not null, title text not null,
  is_confirmed boolean not null, told uuid not null default NOBODY);
create table org_unit (
  tenant text not null, id uuid not null, parent_id uuid, path text not null, kind text not null, name text not null,
  valid_from date not null, valid_to date, merged_into_id uuid, told uuid not null default NOBODY,
  primary key (tenant, id));
create index org_unit_path on org_unit (tenant, path text_pattern_ops);
create table person (
  tenant text not null, id uuid not null, subject text not null, name text not null, org_unit_id uuid,
  email text not null default '', valid_to date, told uuid not null default NOBODY, primary key (tenant, id));
create index person_subject on person (tenant, subject);
create table grant_ (
  tenant text not null, id uuid not null, subject text not null, person_id uuid, role text not null,
  org_unit_id uuid, org_unit_path text not null default '', valid_from date not null, valid_to date,
  revoked boolean not null default false, told uuid not null default NOBODY, primary key (tenant, id));
create index grant_subject on grant_ (tenant, subject);
create table regulation_version (
  tenant text not null, regulation_id text not null, version int not null, title text not null,
  effective_on date not null, document jsonb not null, published_at timestamptz not null,
  primary key (tenant, regulation_id, version));
""".replace("NOBODY", "'00000000-0000-0000-0000-000000000000'")
"""`told` is the event that a row's facts come from: event ids rise with time, and an older one changes nothing."""

REBUILDING = """
create function empty_projections() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare projection text;
begin
  for projection in
    select tablename from pg_policies where schemaname = 'public' and policyname = 'rebuilt' order by tablename
  loop
    execute format('delete from %I', projection);
  end loop;
end $$;
revoke all on function empty_projections() from public;
"""

PROTECTED_SHARED = ["outbox", "inbox", "idempotency_key", "log_head", "log_entry"]
PROTECTED_DIRECTORY = ["org_unit", "person", "grant_", "regulation_version"]
PUBLIC_DIRECTORY = ["tenant", "calendar_day"]


def protect(connection: Connection, service: str, *tables: str) -> None:
    """Force row-level security: the service's app role sees its own tenant's rows, everybody else nothing."""
    for table in tables:
        connection.execute(text(f"alter table {table} enable row level security"))
        connection.execute(text(f"alter table {table} force row level security"))
        connection.execute(
            text(
                f"create policy own_tenant on {table} to pioneer_{service} using (tenant = (select pioneer_tenant()))"
                " with check (tenant = (select pioneer_tenant()))"
            )
        )


def lay_ground(connection: Connection, service: str, *, directory: bool = True) -> None:
    """Everything shared, with rights for the app role and the worker role of the service."""
    for statement in (GUARD, SHARED, REBUILDING, DIRECTORY if directory else ""):
        if statement:
            connection.execute(text(statement))
    protect(connection, service, *PROTECTED_SHARED, *(PROTECTED_DIRECTORY if directory else []))
    app, worker = f"pioneer_{service}", f"pioneer_{service}_worker"
    rights = "select, insert, update, delete"
    connection.execute(text(f"grant usage on schema public to {app}, {worker}"))
    connection.execute(text(f"alter default privileges in schema public grant {rights} on tables to {app}"))
    connection.execute(text(f"grant {rights} on all tables in schema public to {app}"))
    connection.execute(text(f"revoke update, delete on log_entry from {app}"))
    connection.execute(text(f"grant usage on all sequences in schema public to {app}"))
    connection.execute(text(f"alter default privileges in schema public grant usage on sequences to {app}"))
    connection.execute(text(f"grant select, update (sent_at), delete on outbox to {worker}"))
    connection.execute(text(f"create policy relay on outbox to {worker} using (true) with check (true)"))
    connection.execute(text(f"grant execute on function empty_projections() to {app}"))
    lay_projections(connection, *([*PROTECTED_DIRECTORY, *PUBLIC_DIRECTORY] if directory else []))


def lay_projections(connection: Connection, *tables: str) -> None:
    """What events alone make, so that a replay may empty it: by the owner's function, which does nothing else."""
    for table in tables:
        connection.execute(text(f"create policy rebuilt on {table} for delete to current_user using (true)"))


def let_worker_see(connection: Connection, service: str, table: str, *columns: str) -> None:
    """The worker's role reads these columns of every tenant: enough to know where something is due, and not what."""
    worker = f"pioneer_{service}_worker"
    connection.execute(text(f"grant select ({', '.join(columns)}) on {table} to {worker}"))
    connection.execute(text(f"create policy due on {table} for select to {worker} using (true)"))
