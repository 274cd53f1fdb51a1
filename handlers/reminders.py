"""The buttons of reminders that are no act of the case's panel: their menu, and taking a case over."""

from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import taking_over
from handlers.acts import case_of
from handlers.people import acquainted
from handlers.request import Request


async def choose(request: Request) -> None:
    """Begin the act that was chosen in a menu."""
    act = Act.of(request.value)
    taken = request.door.acts.get(act) if act else None
    if taken is None:
        raise Refusal("This menu belongs to another version. Nothing was changed; open `/ace` instead.")
    await taken.begin(request, case_of(request))


async def take_over(request: Request) -> None:
    """Lead a case in place of somebody who was not heard of."""
    await acquainted(request)
    number = case_of(request)
    async with request.store.begin() as tx:
        await taking_over.take_over(tx, number, instead_of=request.value, by=request.by)
    await request.tell(f"You lead {naming.key(number, request.policy.keys.prefix)} now.")
