from collections.abc import AsyncIterator

import pytest

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.office import Office, check, furnish
from tests.sandbox.small_bot import SmallBot, small_bot, workspace


@pytest.fixture
def office() -> Office:
    return furnish()


@pytest.fixture
async def served(office: Office) -> AsyncIterator[Office]:
    async with office.sandbox:
        yield office
    for call in office.ws.calls:
        if call.answer:
            check(call.method, call.answer)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(workspace()) as sandbox:
        yield sandbox


@pytest.fixture(params=[False, True], ids=["http", "socket"])
async def bot(slack: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[SmallBot]:
    async with small_bot(slack, socket_mode=request.param) as bot:
        slack.workspace.join("general", bot.app.bot_user)
        await slack.deliveries.idle()
        bot.heard.clear()
        yield bot


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.workspace.person("ana")


@pytest.fixture
def eli(slack: Sandbox) -> Person:
    return slack.workspace.person("eli")
