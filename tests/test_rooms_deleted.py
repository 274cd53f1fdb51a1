"""A case channel that is deleted: the case lives on, and goes on in another one."""

import pytest

from storage.models import SurfaceKind
from tests.people import raises
from tests.world import ALERTS, World


@pytest.mark.parametrize(
    ("seen_by", "em", "kind"), [("Everyone", "eli", "channel"), ("Private: security", "max", "group")]
)
async def test_a_deleted_channel_is_told_and_replaced(world: World, seen_by: str, em: str, kind: str) -> None:
    await raises(world.ana, seen_by=seen_by)
    await world.settle()
    leader = world.ws.person(em)
    await leader.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    old = await world.channel()

    event = {
        "type": f"{kind}_deleted",
        "channel": old.id,
        "actor_id": leader.id,
        "date_deleted": world.ws.now(),
    }
    world.ws.emit(event, channel=old)
    old.is_archived, old.members = True, []
    await world.settle()
    told = world.messages(leader.sees("@ace"))[-1]
    assert "The channel of ACE-0001 was deleted" in leader.screen(told)
    assert (await world.case()).ace.em == leader.id

    await leader.presses("Try again", on=told)
    await world.settle()
    new = await world.channel()
    assert new.id != old.id
    assert new.is_private == old.is_private
    assert (await world.case()).message(SurfaceKind.OPENING)
    assert "deleted" not in (await world.case()).detail(SurfaceKind.CHANNEL)
