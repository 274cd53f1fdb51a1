"""Pressing Claim."""

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.services import ownership
from handlers.request import Request


async def claim(request: Request) -> None:
    """Make whoever pressed the escalation manager; the cards tell the rest."""
    if request.number is None:
        raise Refusal("This button names no case. Nothing was changed.")
    async with request.store.begin() as tx:
        await ownership.claim(tx, request.number, by=request.by)


async def claim_case(request: Request, number: int) -> None:
    """Make whoever typed it the escalation manager, and say so."""
    async with request.store.begin() as tx:
        await ownership.claim(tx, number, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(f"You lead {key} now. Its channel opens and you are invited to it.")
