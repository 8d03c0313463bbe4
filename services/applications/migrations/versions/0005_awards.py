"""A union takes the contest awards of its people into an application, and an award can nominate for an honour."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import lay_projections, let_worker_see, protect

revision = "0005"
down_revision = "0004"

TABLES = """
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


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text(TABLES))
    protect(connection, "applications", "contest_award", "award_followed")
    lay_projections(connection, "contest_award")
    let_worker_see(connection, "applications", "contest_award", "tenant", "id", "made_on", "links", "withdrawn_on")
    let_worker_see(connection, "applications", "award_followed", "tenant", "award_id", "followed_at", "undone_at")
