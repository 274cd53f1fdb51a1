"""How many calls of Slack a change to a case takes: clocks are moved, so ACE runs in this very process."""

from collections import Counter

from bot.playbook.lifecycle import Status
from tests.bench.setting import Setting
from tests.bench.table import Line, counted
from tests.journeys import calm
from tests.leading import led
from tests.world import opened

CHANGES = {
    "severity": "/ace severity critical every region now",
    "status": "/ace start engineering has the steps",
}


async def calling(setting: Setting) -> list[Line]:
    """A severity and a status change, each until all of it is shown; the answer to the person counts, too."""
    lines = []
    async with opened(setting.sqlite("changed")) as world:
        room = await led(world, Status.TRIAGE)
        await calm(world)
        for what, said in CHANGES.items():
            seen = len(world.ws.calls)
            await world.eli.types(said, in_=room)
            await calm(world)
            methods = Counter(call.method for call in world.ws.calls[seen:])
            named = ", ".join(name if count == 1 else f"{count} {name}" for name, count in methods.items())
            title = f"Slack calls of a {what} change"
            lines.append(counted("calls", title, [methods.total()], at_most=3, reference=named))
    return lines
