"""Alembic's door: runs the revisions on the connection of `migrate.upgrade`, with limited patience for locks."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
connection.execute(text("set local lock_timeout = '5s'"))
connection.execute(text("set local statement_timeout = '15min'"))
context.configure(connection=connection, target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
