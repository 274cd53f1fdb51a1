"""ace doctor: each fault of the database, its schema and its outbox is found, and told with its mend."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.doctor.finding import State
from bot.settings_rules import driver_url
from storage import outbox
from storage.database import Store
from storage.outbox import Effect
from tests.examining import Doctor
from tests.world import World

pytestmark = pytest.mark.both


@pytest.fixture
def doctor(world: World, tmp_path: Path) -> Doctor:
    """A doctor for a world on each kind of database."""
    return Doctor(world, tmp_path)


async def test_what_was_given_up_is_wrong(doctor: Doctor) -> None:
    await _sql(doctor.world, "UPDATE outbox SET state = 'dead'")
    await doctor.examines()

    assert doctor.wrong == {"outbox"}
    assert "ace outbox retry" in doctor.only("outbox").mend
    doctor.world.audited = False


async def test_an_outbox_that_nobody_carries_out_is_wrong(doctor: Doctor) -> None:
    rules = doctor.world.ace.store.policy
    await doctor.world.stop()
    store = Store(driver_url(doctor.world.database), doctor.clock, rules)
    async with store.begin() as tx:
        await outbox.add(tx, Effect.INTRO, what="left behind", after=-timedelta(minutes=20))
    await store.close()
    await doctor.examines()

    assert "the oldest due for 20 minutes" in doctor.only("outbox").found


async def test_an_earlier_versions_schema_is_wrong(doctor: Doctor) -> None:
    await _sql(doctor.world, "UPDATE alembic_version SET version_num = '0001'")
    await doctor.examines()

    assert doctor.wrong == {"schema"}
    assert "behind this version's" in doctor.only("schema").found
    assert doctor.only("outbox").state is State.UNCHECKED


async def test_a_later_versions_schema_is_wrong_when_something_is_gone_from_it(doctor: Doctor) -> None:
    await _sql(doctor.world, "UPDATE alembic_version SET version_num = '9999'")
    await doctor.examines()
    still_fits = doctor.only("schema")
    await _sql(doctor.world, "ALTER TABLE outbox RENAME TO post")
    await doctor.examines()
    await _sql(doctor.world, "ALTER TABLE post RENAME TO outbox")

    assert still_fits.state is State.OK
    assert doctor.wrong == {"schema"}
    assert "table outbox is gone" in doctor.only("schema").found


async def test_a_database_that_does_not_exist_yet_is_not_made(doctor: Doctor, tmp_path: Path) -> None:
    await doctor.examines(DATABASE_URL=f"sqlite:///{tmp_path}/new.db")

    assert doctor.wrong == set()
    assert "does not exist yet" in doctor.only("database").found
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ace:hunter2hunter2@127.0.0.1:9/ace", "no PostgreSQL answers at 127.0.0.1:9/ace"),
        ("sqlite:///{directory}/policy.toml", "file is not a database"),
        ("sqlite:///{directory}", "unable to open database file"),
    ],
)
async def test_a_database_that_cannot_be_used_is_wrong_and_its_password_stays_hidden(
    doctor: Doctor, tmp_path: Path, url: str, says: str
) -> None:
    await doctor.examines(DATABASE_URL=url.format(directory=tmp_path))

    assert doctor.wrong == {"database"}
    assert says in doctor.only("database").found
    assert "hunter2" not in doctor.text
    assert doctor.only("token").state is State.OK


async def _sql(world: World, statement: str) -> None:
    async with world.ace.store.begin() as tx:
        await tx.exec(text(statement))
