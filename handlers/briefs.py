"""The structured brief: shown to whoever asks for it, and sent to the team with one press."""

from blocks import brief_card
from bot.playbook.acts import Act
from bot.services import briefs
from handlers.acts import case_of
from handlers.cases import looked_up
from handlers.request import Request


async def begin(request: Request, number: int) -> None:
    """Show it."""
    await request.open(brief_card.view(await looked_up(request, number, Act.BRIEF)))


async def send(request: Request) -> None:
    """Send it to the team."""
    async with request.store.begin() as tx:
        team = await briefs.send(tx, case_of(request), by=request.by)
    await request.tell(f"The brief goes to {team} now. If Slack does not take it, you are told why.")
