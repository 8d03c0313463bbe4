"""Finding the dossiers of an honour, and whether one came before, stays quick however many there are."""

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = """
create index dossier_honour on dossier (tenant, honour_id) where honour_id is not null;
create index dossier_programme on dossier (tenant, programme, status) where direction = 'sent';
create index dossier_holder on dossier (tenant, from_tenant, (verification ->> 'honour_id'))
  where direction = 'received';
"""


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text(INDEXES))
