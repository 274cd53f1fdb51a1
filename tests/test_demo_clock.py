"""The demo's clock: moved to what is due next, it shows a reminder arriving, and what becomes of it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot import demo
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.people import raises


async def test_moving_to_the_next_due_shows_the_reminders_arriving() -> None:
    async with demo.running(0) as slack:
        ana, eli, max_ = (slack.workspace.person(name) for name in ("ana", "eli", "max"))
        await raises(ana, severity="Critical (Sev 1)")
        for person in (eli, max_):
            await _until_told(slack, person, "waits for somebody to claim it")
        await eli.presses("Claim ACE-0001", in_=demo.ALERTS)
        await _until_told(slack, eli, "the internal update of ACE-0001")


async def _until_told(slack: Sandbox, person: Person, words: str) -> None:
    """Press "To the next due" until somebody hears of it; seldom more than a few times."""

    def told() -> bool:
        rooms = slack.workspace.channels.values()
        said = [each.text for room in rooms for each in room.messages.values()]
        return any(words in each and f"<@{person.id}>" in each for each in said)

    for _press in range(12):
        assert slack.next_due
        if due := await slack.next_due():
            ahead = max(due - slack.workspace.clock.now(), timedelta())
            slack.workspace.clock.move(ahead + timedelta(seconds=1))
        if await _soon(told):
            return
    raise AssertionError(words)


async def _soon(holds: Callable[[], bool]) -> bool:
    for _look in range(40):
        if holds():
            return True
        await asyncio.sleep(0.02)
    return False
