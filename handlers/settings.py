"""`/ace settings`: somebody's own hours and digest."""

from blocks import settings_form
from blocks.settings_form import Settings
from bot.services import person_settings
from bot.services.person_settings import Hours
from handlers.request import Request


async def begin(request: Request) -> None:
    """Show somebody's settings."""
    async with request.store.read() as tx:
        kept = await person_settings.of(tx, request.by)
    await request.open(settings_form.view(Settings(tuple(kept.days), kept.works, kept.quiet, kept.digest)))


async def keep(request: Request) -> None:
    """Keep them."""
    read, wrong = settings_form.read(request.view)
    if wrong:
        await request.ack(response_action="errors", errors=wrong)
        return
    async with request.store.begin() as tx:
        await person_settings.keep(tx, Hours(read.days, read.works, read.quiet, read.digest), by=request.by)
