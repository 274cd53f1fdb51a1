"""The outbox notes until when a redraw rests, so that many changes in a moment are drawn a few times."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True))
