"""What Slack delivers twice: every form there is, and whatever people write and mark, counts once."""

from typing import Any

import pytest

from tests.doors import kept
from tests.tours import TOURS, Tour
from tests.tours.tour import form_of, pressed, presses, submissions
from tests.world import World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


class Twice(Tour):
    """A tour in which Slack delivers every form once more as soon as it was taken."""

    def __init__(self, world: World) -> None:
        """No form has been sent yet."""
        super().__init__(world)
        self.doubled: list[str] = []

    async def taken(self) -> None:
        """Deliver the form again, and note its name unless everything stays as it was."""
        sent = submissions(self.world)[-1]
        before = await _standing(self.world)
        answer = await self.world.sandbox.deliveries.repeat(sent)
        await self.world.settle()
        if answer.status != 200 or await _standing(self.world) != before:
            self.doubled.append(form_of(sent.payload))


async def _standing(world: World) -> tuple[dict[str, Any], list[str]]:
    """What is recorded of cases, and what ACE wrote where more than one person can read it."""
    everywhere = [each for room in world.ws.channels.values() for each in world.messages(room)]
    return await kept(world), [each.text for each in everywhere if each.app_id == world.app.id]


@SQLITE
@pytest.mark.parametrize("name", TOURS)
async def test_every_form_that_is_delivered_twice_is_one_change(world: World, name: str) -> None:
    tour, way = Twice(world), TOURS[name]
    await way.walk(tour)

    assert tour.doubled == []
    assert {form_of(each.payload) for each in submissions(world)} == set(way.forms)
    assert {pressed(each.payload) for each in presses(world)} >= set(way.presses)
