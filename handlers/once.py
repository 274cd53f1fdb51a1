"""Forms that add something are taken once, however often they are submitted or delivered."""

from handlers.reading import text
from handlers.request import Request
from storage import people
from storage.database import Tx


async def is_first(tx: Tx, request: Request) -> bool:
    """Whether this very form has not been taken before; noted in this transaction."""
    view = text(request.view, "id")
    return not view or await people.first_delivery(tx, f"view:{view}")
