"""Slack refuses: tried again for some minutes, seen by whoever runs ACE, told once to who must act."""

import asyncio
from pathlib import Path

import pytest

from bot.cli import main
from storage import outbox
from storage.models import SurfaceKind
from storage.outbox_row import RowState
from tests.conftest import Worlds
from tests.doors import logged
from tests.examining import Doctor
from tests.journeys import calm, claimed, last_to, raised
from tests.people import raises
from tests.sent import of_kind, rows, sent
from tests.test_metrics import scraped
from tests.waiting import settles
from tests.world import ALERTS, World


async def test_a_surface_that_slack_refuses_is_seen_by_whoever_runs_ace(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ws.faults.add("conversations.setTopic", times=None, error="restricted_action")
    with logged("info") as lines:
        await claimed(world)
        await settles(world)
    told = [(line["surface"], line["code"]) for line in lines.at("warning") if line["event"] == "refused"]
    assert told == [("topic", "restricted_action")] * 4
    count = await scraped(world.ace)
    assert count("ace_deliveries_total", effect="topic", outcome="refused") == 4
    assert count("ace_deliveries_total", effect="topic", outcome="done") == 0

    doctor = Doctor(world, tmp_path)
    await doctor.examines()
    assert doctor.wrong == {"surfaces"}
    assert doctor.only("surfaces").found == "1 refused by Slack: ACE-0001 topic (restricted_action)"
    monkeypatch.setenv("DATABASE_URL", world.database)
    assert await asyncio.to_thread(main, ["outbox", "list"]) == 0
    [line, mend] = capsys.readouterr().out.splitlines()[-2:]
    assert line.startswith("refused topic:1  since ")
    assert line.endswith("  restricted_action")
    assert "Try again on the case" in mend


PASSING = {
    "alert": ("chat.postMessage", SurfaceKind.ALERT, "alert:1"),
    "members": ("conversations.invite", SurfaceKind.MEMBERS, ""),
    "channel": ("conversations.create", SurfaceKind.CHANNEL, ""),
}


@pytest.mark.parametrize("which", PASSING)
async def test_a_refusal_that_passes_is_told_at_once_and_mends_itself(world: World, which: str) -> None:
    method, kind, key = PASSING[which]
    world.ws.faults.add(
        method, times=2, error="restricted_action", match=of_kind(key) if key else lambda _args: True
    )
    await raises(world.ana)
    await world.settle()
    await world.eli.types("/ace claim ACE-0001", in_="general")
    await world.settle()
    assert (await world.case()).problem(kind) == "restricted_action"
    await settles(world, hours=0.25)

    assert (await world.case()).problem(kind) is None
    assert len(sent(world, "say:1:no-channel")) == (which == "channel")
    await calm(world)


async def test_a_workspace_that_is_being_moved_is_waited_for(world: World) -> None:
    for method in ("chat.postMessage", "conversations.create", "conversations.invite"):
        world.ws.faults.add(method, times=15, error="team_added_to_org")
    await raises(world.ana)
    await settles(world)
    await world.eli.types("/ace claim ACE-0001", in_="general")
    await settles(world)

    assert [kind for kind, each in (await world.case()).surfaces.items() if each.problem] == []
    assert await rows(world, RowState.DEAD) == []


async def noted(world: World, name: str, to: str, **detail: str) -> None:
    async with world.ace.store.begin() as tx:
        await outbox.once(tx, outbox.Effect.SAY, 1, name, detail={"what": "status", "to": to, **detail})
    await settles(world)


async def test_a_message_to_a_closed_place_is_kept_and_one_person_is_told_once(world: World) -> None:
    await claimed(world)
    place = world.ws.channel(ALERTS)
    closed = world.ws.faults.add(
        "chat.postMessage", times=None, error="restricted_action", match=of_kind("say:1:note")
    )
    await noted(world, "note-1", place.id)
    await noted(world, "note-2", place.id)

    assert closed.hits == 2  # trying again changes nothing
    assert [row.key for row in await rows(world, RowState.DEAD)] == ["say:1:note-1", "say:1:note-2"]
    [told] = sent(world, "say:1:undelivered")
    assert told == last_to(world, "eli")
    assert f"to send a message in <#{place.id}> for ACE-0001" in told.text
    assert "`./ace outbox retry say:1:note-1`" in told.text

    closed.remove()
    async with world.ace.store.begin() as tx:
        assert await outbox.revive(tx) == 2
    await settles(world)
    assert len(sent(world, "say:1:note")) == 2


async def test_in_the_cases_own_channel_it_is_known_already_that_nothing_can_be_said(world: World) -> None:
    room = await claimed(world)
    world.ws.faults.add("chat.postMessage", error="is_archived", match=of_kind("say:1:note"))
    await noted(world, "note-1", room.id)

    assert (await world.case()).archived
    assert await rows(world, RowState.DEAD) == []
    assert sent(world, "say:1:undelivered") == []
    assert "archived" in world.eli.screen(last_to(world, "eli"))
    world.audited = False  # in truth it is there


async def test_somebody_who_is_gone_is_told_nothing(world: World) -> None:
    await raised(world)
    world.ws.faults.add("chat.postMessage", error="user_disabled", match=of_kind("say:1:note"))
    await noted(world, "note-1", world.zoe.id)

    assert await rows(world, RowState.DEAD) == []
    assert sent(world, "say:1:") == []


async def test_what_belongs_to_no_case_is_told_by_the_doctor(worlds: Worlds, tmp_path: Path) -> None:
    async with worlds(start=False) as world:
        world.ws.faults.add("chat.postMessage", times=None, error="invalid_blocks", match=of_kind("intro"))
        with logged("info") as lines:
            await world.start()
            await settles(world)
        [dead] = await rows(world, RowState.DEAD)
        doctor = Doctor(world, tmp_path)
        await doctor.examines()

        assert dead.kind == "intro"
        assert [line["outbox"] for line in lines.at("error")] == [dead.key]
        assert "1 of what Slack was to be told was given up" in doctor.only("outbox").found
        world.audited = False
