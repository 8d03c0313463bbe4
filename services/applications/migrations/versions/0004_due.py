"""Due days are found however many federations there are: the worker's role reads whose they are, and nothing else."""

from alembic import op
from sqlalchemy import text

from services.common.ddl import let_worker_see

revision = "0004"
down_revision = "0003"

INDEXES = """
create index notice_entry_listed on notice_entry (tenant, notice_id) where outcome = 'listed';
create index notice_ends_anywhere on notice (ends_on) where status = 'running';
create index honour_due_anywhere on honour (next_reinspection_on) where standing = 'valid';
create index application_moving_anywhere on application (tenant, stage)
  where status in ('open', 'returned', 'waiting_assessment');
create index rectification_due_anywhere on rectification (due_on) where status = 'ordered';
"""


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text(INDEXES))
    let_worker_see(connection, "applications", "notice", "tenant", "id", "status", "ends_on")
    let_worker_see(connection, "applications", "notice_entry", "tenant", "notice_id", "outcome")
    let_worker_see(connection, "applications", "honour", "tenant", "standing", "next_reinspection_on")
    let_worker_see(connection, "applications", "application", "tenant", "stage", "status")
    let_worker_see(connection, "applications", "rectification", "tenant", "status", "due_on")
    let_worker_see(connection, "applications", "contest_award", "tenant", "id", "made_on", "links", "withdrawn_on")
    let_worker_see(connection, "applications", "award_followed", "tenant", "award_id", "followed_at", "undone_at")
