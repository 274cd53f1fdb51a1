"""The rehearsal after a start leaves nothing behind, on either database."""

import pytest

from bot import rehearsal
from storage.entries import of_case
from tests.conftest import Worlds
from tests.people import raises
from tests.world import World

pytestmark = pytest.mark.both


async def test_a_rehearsal_leaves_nothing_behind_and_uses_no_number(world: World) -> None:
    calls = len(world.ws.calls)
    await rehearsal.rehearse(world.ace.store)
    await world.settle()
    assert await world.count() == 0
    assert len(world.ws.calls) == calls
    async with world.ace.store.read() as tx:
        assert await of_case(tx, 1) == []
    await raises(world.ana)
    await world.settle()
    assert (await world.case(1)).ace.customer == "Acme GmbH"


async def test_a_policy_that_lets_nobody_file_is_no_hindrance(worlds: Worlds) -> None:
    async with worlds(permissions={"raise": ["U0NOBODY"]}) as world:
        await rehearsal.rehearse(world.ace.store)
        assert await world.count() == 0
