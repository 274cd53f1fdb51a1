"""Pressing Claim."""

from bot.playbook.refusal import Refusal
from bot.services import ownership
from handlers.people import acquainted
from handlers.request import Request


async def claim(request: Request) -> None:
    """Make whoever pressed the escalation manager; the cards tell the rest."""
    if request.number is None:
        raise Refusal("This button names no case. Nothing was changed.")
    await acquainted(request)
    async with request.store.begin() as tx:
        await ownership.claim(tx, request.number, by=request.by)
