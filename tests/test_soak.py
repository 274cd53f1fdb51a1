"""The soak in short: the same people, whims and weather as `./ace soak`, on both databases."""

import pytest

from tests.conftest import Databases
from tests.soak.reckoning import reckoning
from tests.soak.run import ACTS, Limits, soak
from tests.soak.town import town

pytestmark = pytest.mark.both

REPLICAS = {"sqlite": 1, "postgresql": 2}


async def test_people_act_in_all_weather_and_everything_in_slack_is_as_the_database_has_it(
    databases: Databases,
) -> None:
    async with databases() as url:
        replicas = REPLICAS[url.partition(":")[0]]
        async with town(url, people=20, replicas=replicas, socket_mode=True) as place:
            found = await soak(place, Limits(seconds=8, actions=120, pause=0.3), seed=11)

            assert found == []
            assert await place.newest()
            assert len(place.did) > len(ACTS) / 3
            assert place.weather.total()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_difference_is_found_and_told(databases: Databases) -> None:
    async with databases() as url, town(url, people=5, replicas=1, socket_mode=False) as place:
        found = await soak(place, Limits(seconds=30, actions=30, pause=0.1), seed=5)
        assert found == []
        place.filed.append(("ACE-0777", place.people[0].id))
        assert [line.partition("told ")[2] for line in await reckoning(place)] == [
            "that ACE-0777 is filed, and it is not there"
        ]
