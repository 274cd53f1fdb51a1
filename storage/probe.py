"""A probe: whether the database takes what is written, which a full disk or a standby refuses."""

from storage import inserts
from storage.database import Store
from storage.models import Counter

_TOUCH = inserts.each(
    lambda insert: insert(Counter.__table__).on_conflict_do_update(index_elements=["name"], set_={"value": 0})
)


async def write(store: Store) -> None:
    """Write one row that means nothing; raises what the database says when it does not take it."""
    async with store.begin() as tx:
        await tx.run(_TOUCH[tx.dialect], {"name": "probe", "value": 0})
