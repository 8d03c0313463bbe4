"""People sign in, see what awaits them, are told by message and e-mail, and read notices, honours and figures."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import lay_ground, lay_projections, let_worker_see, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create table browser_session (
  tenant text not null, id_hash text not null, subject text not null, name text not null,
  refresh_token bytea, id_token bytea, issuer_session text not null default '',
  version int not null default 1, renewing_at timestamptz,
  started_at timestamptz not null, renewed_at timestamptz not null, ends_at timestamptz not null,
  primary key (tenant, id_hash));
create index browser_session_end on browser_session (tenant, ends_at);
create index browser_session_issuer on browser_session (tenant, issuer_session);
create index browser_session_subject on browser_session (tenant, subject);

create table task (
  tenant text not null, id uuid not null, service text not null, kind text not null, title text not null,
  url text not null, role text not null, unit_path text not null, subject text not null,
  due_on date, remind_on date, due_or_never date not null, started_by text not null, object_id text not null,
  opened_at timestamptz, closed_at timestamptz, done_by text not null, outcome text not null, words text[] not null,
  primary key (tenant, id));
create index task_open on task (tenant, role, due_or_never, id) where closed_at is null and opened_at is not null;
create index task_open_one on task (tenant, subject, due_or_never, id)
  where closed_at is null and opened_at is not null and subject <> '';
create index task_open_anywhere on task (tenant, due_on) where closed_at is null and opened_at is not null;
create index task_to_remind on task (remind_on) where closed_at is null and opened_at is not null;
create index task_done on task (tenant, done_by, closed_at desc, id desc) where closed_at is not null;
create index task_started on task (tenant, started_by, opened_at desc, id desc) where opened_at is not null;
create index task_words on task using gin (words);

create table message (
  tenant text not null, id uuid not null, subject text not null, title text not null, body text not null,
  url text not null, at timestamptz not null, read_at timestamptz,
  primary key (tenant, subject, id));
create index message_newest on message (tenant, subject, at desc, id desc);
create index message_unread on message (tenant, subject) where read_at is null;

create table mail (
  tenant text not null, id uuid not null, message_id uuid not null, subject text not null, address text not null,
  title text not null, body text not null, url text not null, state text not null, attempts int not null default 0,
  error text not null default '', wanted_at timestamptz not null, not_before timestamptz not null,
  claimed_at timestamptz, sent_at timestamptz,
  primary key (tenant, id));
create unique index mail_once on mail (tenant, subject, message_id);
create index mail_waiting on mail (tenant, wanted_at) where state in ('waiting', 'sending');

create table mail_choice (
  tenant text not null, subject text not null, wants_mail boolean not null, version int not null,
  primary key (tenant, subject));

create table reminder (
  tenant text not null, task_id uuid not null, due_on date not null, at timestamptz not null,
  primary key (tenant, task_id, due_on));

create table notice (
  tenant text not null, id text not null, title text not null, status text not null,
  starts_on date not null, ends_on date, url text not null, told_at timestamptz not null,
  primary key (tenant, id));
create index notice_newest on notice (tenant, starts_on desc, id desc);

create table honour (
  tenant text not null, id text not null, application_id text not null, honour text not null, level text not null,
  number text not null, plaque_number text not null, number_key text not null, plaque_key text not null,
  subject_unit_id text not null, subject_name text not null, union_unit_id text not null,
  conferred_on date not null, year int not null, url text not null, deeds text not null,
  standing text not null, rectify_by date, inspected_year int,
  revoked_on date, ground text not null, words text[] not null,
  primary key (tenant, id));
create index honour_newest on honour (tenant, conferred_on desc, id desc);
create index honour_words on honour using gin (words);
create index honour_number on honour (tenant, number_key);
create index honour_plaque on honour (tenant, plaque_key);
create index honour_union on honour (tenant, year, union_unit_id);

create table case_place (
  tenant text not null, id text not null, honour text not null, level text not null, year int not null,
  union_unit_id text not null, stage text not null, status text not null, is_recommended boolean not null,
  is_forwarded boolean not null, moved_at timestamptz not null,
  primary key (tenant, id));

create table figure (
  tenant text not null, about text not null, year int not null, month int not null, honour text not null,
  level text not null, measure text not null, value bigint not null,
  primary key (tenant, about, year, measure, month, honour, level));
"""

OWN = (
    "browser_session",
    "task",
    "message",
    "mail",
    "mail_choice",
    "reminder",
    "notice",
    "honour",
    "case_place",
    "figure",
)
TOLD_BY_OTHERS = ("task", "notice", "honour", "case_place", "figure")

# The doors through which this service looks past one tenant. Each is a function of the owner's that answers one
# question; the app role may call them and has no other way. `set search_path` keeps them from being led elsewhere.
DOORS = """
create policy doors on grant_ for select to current_user using (true);
create policy doors on person for select to current_user using (true);
create policy doors on org_unit for select to current_user using (true);
create policy doors on task for select to current_user using (true);
create policy doors on mail for select to current_user using (true);
create policy doors on figure to current_user using (true) with check (true);
create index grant_of_subject on grant_ (subject);

create function seats_of(who text, day date)
returns table (tenant text, tenant_name text, level text, role text, unit_name text, person_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select g.tenant, t.name, t.level, g.role, coalesce(u.name, ''), coalesce(p.name, '')
  from grant_ g join tenant t on t.code = g.tenant
  left join org_unit u on u.tenant = g.tenant and u.id = g.org_unit_id
  left join person p on p.tenant = g.tenant and p.subject = g.subject and (p.valid_to is null or p.valid_to >= day)
  where g.subject = who and not g.revoked and g.valid_from <= day and (g.valid_to is null or g.valid_to >= day)
  order by length(g.tenant), g.tenant, g.role, u.path
$$;

create function add_figures(changes jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare origin text := pioneer_tenant(); lineage text[]; above text;
begin
  if not exists (select 1 from tenant where code = origin) then
    raise exception 'tenant % is not known yet', origin;
  end if;
  with recursive up as (
    select code, parent_code, 0 as height from tenant where code = origin
    union all select t.code, t.parent_code, up.height + 1 from tenant t join up on t.code = up.parent_code
    where up.height < 9)
  select array_agg(code), max(parent_code) filter (where parent_code <> '' and parent_code not in (select code from up))
  into lineage, above from up;
  if above is not null then
    raise exception 'tenant % above % is not known yet', above, origin;
  end if;
  insert into figure (tenant, about, year, month, honour, level, measure, value)
  with recursive up as (
    select code, parent_code, 0 as height from tenant where code = origin
    union all select t.code, t.parent_code, up.height + 1 from tenant t join up on t.code = up.parent_code
    where up.height < 9)
  select viewer.code, about.code, c.year, c.month, c.honour, c.level, c.measure, sum(c.change)
  from up viewer join up about on about.height <= viewer.height
  cross join jsonb_to_recordset(changes) as c
    (year int, month int, honour text, level text, measure text, change bigint)
  group by viewer.height, viewer.code, about.height, about.code, c.year, c.month, c.honour, c.level, c.measure
  order by viewer.height, about.height, c.year, c.month, c.honour, c.level, c.measure
  on conflict (tenant, about, year, measure, month, honour, level)
  do update set value = figure.value + excluded.value;
  -- What has come down to nought was never there: figures are the same in whatever order events came.
  if exists (select from jsonb_to_recordset(changes) as c (change bigint) where c.change < 0) then
    delete from figure f
    using jsonb_to_recordset(changes) as c (year int, month int, honour text, level text, measure text, change bigint)
    where f.value = 0 and f.year = c.year and f.month = c.month and f.honour = c.honour and f.level = c.level
      and f.measure = c.measure and f.tenant = any (lineage) and f.about = any (lineage);
  end if;
end $$;

create function tenants_with_mail() returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct tenant from mail where state in ('waiting', 'sending') order by tenant
$$;
"""

FUNCTIONS = ("seats_of(text, date)", "add_figures(jsonb)", "tenants_with_mail()")


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("set local lock_timeout = '5s'"))
    lay_ground(connection, "portal")
    connection.execute(text(TABLES))
    protect(connection, "portal", *OWN)
    lay_projections(connection, *TOLD_BY_OTHERS)
    let_worker_see(connection, "portal", "task", "tenant", "id", "opened_at", "closed_at", "due_on", "remind_on")
    let_worker_see(connection, "portal", "reminder", "tenant", "task_id", "due_on")
    connection.execute(text(DOORS))
    for function in FUNCTIONS:
        connection.execute(text(f"revoke all on function {function} from public"))
        connection.execute(text(f"grant execute on function {function} to pioneer_portal"))
    # A figure changes only through the door, which adds to the caller's own tenant and to those above it.
    connection.execute(text("revoke insert, update, delete on figure from pioneer_portal"))
