"""劳动竞赛: what every service stands on."""

from alembic import op

from services.common.ddl import lay_ground

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    lay_ground(op.get_bind(), "competitions")
