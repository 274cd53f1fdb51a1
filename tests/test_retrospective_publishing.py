"""Publishing a retrospective: once, to those who may see it, never changed; and the meeting before it."""

from dataclasses import replace

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Section
from bot.playbook.retrospective_publication import Audience
from bot.playbook.retrospective_steps import State
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from bot.services import (
    retrospective_approvals,
    retrospective_items,
    retrospective_publishing,
    retrospective_writing,
    retrospectives,
    teammates,
    visibility,
)
from bot.services.retrospective_items import Task
from sandbox.person import Person
from sandbox.state import Message
from storage import escalations, retro_overview
from storage import retrospectives as records
from tests import retro
from tests.conftest import Worlds
from tests.leading import REPORT, led
from tests.retro import dm, files, soon
from tests.world import World

PRIVATE = replace(
    REPORT, visibility=Visibility.SECURITY, customer="Initech Ltd", summary="Initech logins leaked"
)
STEPS = (
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "files.info",
    "chat.postMessage",
    "chat.update",
    "canvases.create",
)


async def _approved(world: World, by: Person | None = None) -> None:
    """An approved retrospective of Eli's; Noor approved it, or whoever is named."""
    approver = by or world.noor
    await retro.resolved(world)
    await retro.written(world)
    async with world.ace.store.begin() as tx:
        await retrospective_approvals.request(tx, 1, [approver.id], by=world.eli.id)
    await _approve(world, approver)


async def _approve(world: World, approver: Person) -> None:
    async with world.ace.store.begin() as tx:
        view = await retro_overview.of(tx, 1)
        assert view
        seen = view.content.hash
        await retrospective_approvals.approve(tx, 1, view.retro.request, seen, by=approver.id)
    await world.settle()


async def _publish(world: World, audience: Audience = Audience.EVERYONE) -> None:
    async with world.ace.store.begin() as tx:
        channel = world.ws.channel("retrospectives").id
        await retrospective_publishing.publish(tx, 1, audience, channel=channel, by=world.eli.id)
    await world.settle()
    await world.move(seconds=5)


def _posts(world: World) -> list[Message]:
    return [each for each in world.messages("retrospectives") if each.thread_ts in (None, each.ts)]


async def test_a_published_version_never_changes_and_a_correction_is_the_next_one(world: World) -> None:
    eli, noor = world.eli, world.noor
    await _approved(world)
    await _publish(world)
    first = files(world, _posts(world)[0])
    with pytest.raises(Refusal, match="This version is published and stays as it is"):
        async with world.ace.store.begin() as tx:
            await retrospective_writing.write(tx, 1, Section.WELL, "x", seen="", by=eli.id)

    await eli.presses("Start a correction", on=await retro.card(world))
    await eli.fills({"What is corrected": "The queue had a limit"})
    await eli.submits()
    await world.settle()
    async with world.ace.store.begin() as tx:
        await retrospective_writing.write(tx, 1, Section.WELL, "We saw it.", seen="", below=True, by=eli.id)
    await world.move(seconds=5)
    await retro.requested(world, noor)
    await noor.presses("Approve", on=dm(world, noor)[-1])
    await world.settle()
    await _publish(world)

    assert files(world, _posts(world)[0]) == first
    second = files(world, _posts(world)[1])["retrospective-ace-0001.md"]
    assert "Version 2" in second
    assert "The queue had a limit" in second
    assert "We saw it\\." in second
    async with world.ace.store.read() as tx:
        versions = await records.versions(tx, 1)
    assert [each.version for each in versions] == [1, 2]
    assert "We saw it" not in str(versions[0].content)


async def test_whatever_is_done_without_an_answer_is_published_once(world: World) -> None:
    await _approved(world)
    faults = [world.ws.faults.add(each, times=1, drop=True, after_effect=True) for each in STEPS]
    await _publish(world)
    for _ in range(6):
        await world.move(minutes=1)

    assert [each.method for each in faults if not each.hits] == []
    posts = _posts(world)
    assert len(posts) == 1
    assert len(files(world, posts[0])) == 3
    place = world.ws.channels[posts[0].channel]
    shared = [each for each in world.messages(place) if each.thread_ts == posts[0].ts and each.files]
    assert len(shared) == 3


async def test_a_private_case_is_published_to_its_own_people_or_without_names(worlds: Worlds) -> None:
    async with worlds() as world:
        max_, eli = world.max, world.eli
        await led(world, Status.IN_PROGRESS, by=max_, report=PRIVATE)
        await max_.types("/ace retro ACE-0001", in_="general")
        await max_.closes(everything=True)
        await retro.written(world, by=max_)
        for outsider in (world.zoe, eli):
            with pytest.raises(Refusal, match="There is no ACE-0001 that you can see"):
                async with world.ace.store.begin() as tx:
                    await retrospectives.open_by_hand(tx, 1, by=outsider.id)
        await max_.presses("Request approval", on=await retro.card(world))
        await max_.fills({"Who should approve it": ["noor"]})
        await max_.submits()
        assert "Noor Haddad may not see this case." in max_.errors["Who should approve it"]
        async with world.ace.store.begin() as tx:
            ace = await escalations.lock(tx, 1)
            assert ace
            await teammates.bring_in(tx, ace, world.noor.id, "reviewer", by=max_.id)
        await max_.submits()
        await world.settle()
        await world.noor.presses("Approve", on=dm(world, world.noor)[-1])
        await world.settle()

        await max_.presses("Publish retrospective", on=await retro.card(world))
        with pytest.raises(LookupError):
            await max_.fills({"Who may read it": Audience.EVERYONE.label})
        with pytest.raises(Refusal, match="cannot go to everyone as it is"):
            async with world.ace.store.begin() as tx:
                await retrospective_publishing.publish(tx, 1, Audience.EVERYONE, channel="C", by=max_.id)
        await max_.fills({"Who may read it": Audience.ANONYMOUS.label})
        await max_.submits()
        await world.settle()
        await world.move(seconds=5)
        [post] = _posts(world)
        told = " ".join([eli.screen(post), post.text, *files(world, post).values(), *files(world, post)])
        for secret in ("Initech", "ACE-0001", "ace-0001", "Max", "Weber"):
            assert secret not in told
        assert "the customer" in told


async def test_a_version_without_names_that_still_tells_is_not_published(world: World) -> None:
    await retro.resolved(world, report=replace(REPORT, customer="Blue-Sky"))
    await retro.written(world)
    async with world.ace.store.begin() as tx:
        text = "BlueSky had a backup."
        await retrospective_writing.write(tx, 1, Section.LUCKY, text, seen="", below=True, by=world.eli.id)
    async with world.ace.store.begin() as tx:
        await retrospective_approvals.request(tx, 1, [world.noor.id], by=world.eli.id)
    await _approve(world, world.noor)
    with pytest.raises(Refusal, match="still tells: Blue-Sky") as told:
        await _publish(world, Audience.ANONYMOUS)

    assert told.value.field == "audience"
    assert _posts(world) == []
    assert (await retro.view(world)).state is State.APPROVED


async def test_the_meeting_invites_with_an_agenda_and_a_calendar_file_and_is_recorded(world: World) -> None:
    eli, zoe, ana = world.eli, world.zoe, world.ana
    await retro.resolved(world)
    tomorrow = soon(world, days=1)
    await eli.presses("Plan the meeting", on=await retro.card(world))
    await eli.fills({"When": tomorrow, "Where": "Room 4", "Who is invited": ["zoe", "ana"]})
    await eli.submits()
    await world.settle()
    await world.move(seconds=5)
    invited = dm(world, zoe)[-1]
    there = files(world, invited)
    assert "invites you to the blameless retrospective of ACE-0001" in zoe.screen(invited)
    assert set(there) == {"retrospective-ace-0001.ics", "agenda-ace-0001.txt"}
    assert f"DTSTART:{tomorrow:%Y%m%dT%H%M}00Z" in there["retrospective-ace-0001.ics"]
    assert "SEQUENCE:0" in there["retrospective-ace-0001.ics"]
    assert "What went well: What helped" in there["agenda-ace-0001.txt"]
    await zoe.presses("Add your part", on=invited)
    await zoe.fills({"Where we got lucky": "A spare host was idle."})
    await zoe.submits()

    await eli.presses("Move the meeting", on=await retro.card(world))
    await eli.fills({"When": soon(world, days=2), "Who is invited": ["zoe"]})
    await eli.submits()
    await world.settle()
    await world.move(seconds=5)
    assert "SEQUENCE:1" in files(world, dm(world, zoe)[-1])["retrospective-ace-0001.ics"]
    assert "goes on without you" in ana.screen(dm(world, ana)[-1])

    await world.move(days=2, hours=1)
    await eli.presses("Record the meeting", on=await retro.card(world))
    await eli.fills({"When it was held": soon(world, hours=-1), "What was decided there": "A limit."})
    await eli.submits()
    await world.settle()
    await world.move(seconds=5)
    assert "held" in eli.screen(await retro.card(world))
    assert "Held the meeting of the retrospective. A limit." in [e.text for e in (await world.case()).latest]


async def test_a_medium_case_is_offered_one_and_the_highest_severity_counts(world: World) -> None:
    await retro.resolved(world, report=replace(REPORT, severity=Severity.MEDIUM))
    room = await world.channel()
    offer = next(each for each in world.messages(room) if "A retrospective is not required" in each.text)
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        assert await retrospectives.holding(tx, ace) is None
        ace.highest_severity = Severity.CRITICAL
        assert "nobody has opened it" in (await retrospectives.holding(tx, ace) or "")
        ace.highest_severity = Severity.MEDIUM
    await world.eli.presses("Write retrospective", on=offer)
    await world.settle()
    assert (await retro.view(world)).retro.required is False
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        await retrospectives.resolved(tx, ace)
        assert await retrospectives.holding(tx, ace) is None


async def test_the_weekly_report_names_what_is_late_and_due(world: World) -> None:
    await _approved(world)
    await world.eli.presses("Withdraw request", on=await retro.card(world))
    for text, days in (("Add an alert", 2), ("Set a limit", 30)):
        async with world.ace.store.begin() as tx:
            task = Task(text=text, owner=world.ana.id, due=soon(world, days=days))
            await retrospective_items.save(tx, 1, 0, task, by=world.eli.id)
    await world.settle()
    await world.move(seconds=5)
    await retro.requested(world, world.noor)
    await world.noor.presses("Approve", on=dm(world, world.noor)[-1])
    await world.settle()
    await _publish(world)
    await world.move(days=9)
    await world.move(minutes=2)
    report = [each for each in world.messages("retrospectives") if "Action items of retro" in each.text]

    assert len(report) == 1
    shown = world.ana.screen(report[0])
    assert "2 open, 1 late, 0 done in the last seven days." in shown
    assert "ACE-0001: Add an alert · Ana Silva" in shown
    assert "Set a limit" not in shown


async def test_a_published_retrospective_is_taken_back_when_its_case_turns_private(world: World) -> None:
    await _approved(world)
    await _publish(world)
    [post] = _posts(world)
    asked = dm(world, world.noor)[-1]
    assert files(world, post)
    async with world.ace.store.begin() as tx:
        await visibility.change(tx, 1, Visibility.SECURITY, "an account was opened", by=world.eli.id)
    await world.settle()
    await world.move(minutes=1)

    for message in (post, asked):
        assert "Acme" not in world.noor.screen(message)
        assert files(world, message) == {}
    assert [file.name for file in world.ws.files.values() if "retrospective" in file.name.lower()] == []
