"""Approving a retrospective: by those who were asked, for exactly what they saw, once, from any replica."""

import asyncio

import pytest

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Section
from bot.playbook.retrospective_steps import State
from bot.services import retrospective_approvals, retrospective_items, retrospective_writing
from bot.services.retrospective_items import Task
from storage import retrospectives as records
from tests import retro
from tests.conftest import Worlds
from tests.forms import shows
from tests.retro import dm, soon
from tests.world import World


async def _in_review(world: World, *approvers: str) -> None:
    await retro.resolved(world)
    await retro.written(world)
    await retro.requested(world, *(world.ws.person(name) for name in approvers))


async def _edit(world: World, text: str) -> None:
    async with world.ace.store.begin() as tx:
        await retrospective_writing.write(tx, 1, Section.WELL, text, seen="", below=True, by=world.ana.id)
    await world.settle()


async def test_an_edit_voids_what_was_approved_shows_the_difference_and_asks_again(world: World) -> None:
    noor, max_ = world.noor, world.max
    await _in_review(world, "noor", "max")
    first = dm(world, noor)[-1]
    await _edit(world, "The rollback was rehearsed.")
    await noor.presses("Approve", on=first) if "Approve" in noor.screen(first) else None
    await world.settle()
    assert (await retro.view(world)).state is State.REVIEW
    assert "It was changed after this message. A new one shows the difference." in noor.screen(first)
    assert dm(world, noor)[-1].ts == first.ts  # more edits may follow
    await _edit(world, "Support was quick.")
    await world.move(minutes=2, seconds=5)

    for person in (noor, max_):
        asked = dm(world, person)[-1]
        assert "changed the retrospective of ACE-0001" in person.screen(asked)
        assert "+ The rollback was rehearsed." in person.screen(asked)
        assert "+ Support was quick." in person.screen(asked)
    assert len([each for each in dm(world, noor) if "retrospective" in each.text]) == 2
    await noor.presses("Approve", on=dm(world, noor)[-1])
    await world.settle()
    assert (await retro.view(world)).state is State.APPROVED
    await _edit(world, "And again.")
    assert (await retro.view(world)).state is State.REVIEW
    assert (await retro.view(world)).approved == []


async def test_approving_what_changed_a_second_ago_is_refused_and_asked_again(world: World) -> None:
    noor = world.noor
    await _in_review(world, "noor")
    asked = dm(world, noor)[-1]
    task = Task(text="Add an alert", owner=world.zoe.id, due=soon(world, days=9))
    async with world.ace.store.begin() as tx:
        item = await retrospective_items.save(tx, 1, 0, task, by=world.eli.id)
        which = item.id
    await noor.presses("Approve", on=asked)  # her screen still shows the old message
    await world.settle()
    assert noor.was_told("It was changed after you were asked, so your decision was not recorded")
    await world.move(minutes=3)
    again = dm(world, noor)[-1]
    assert "+ Add an alert" in noor.screen(again)

    async with world.ace.store.begin() as tx:  # elsewhere, as the list of action items does
        found = next(each for each in await records.items(tx, 1) if each.id == which)
        found.text = "Add two alerts"
    await noor.presses("Approve", on=again)
    await world.settle()
    assert (await retro.view(world)).state is State.REVIEW
    await world.move(minutes=3)
    last = dm(world, noor)[-1]
    assert "+ Add two alerts" in noor.screen(last)
    await noor.presses("Approve", on=last)
    await world.settle()
    async with world.ace.store.begin() as tx:
        found = next(each for each in await records.items(tx, 1) if each.id == which)
        found.text = "Add three alerts"
    await world.eli.presses("Publish retrospective", on=await retro.card(world))
    await world.eli.submits()
    assert "It was changed after it was approved" in shows(world.eli)
    await world.settle()
    assert (await retro.view(world)).state is State.REVIEW


async def test_only_those_who_were_asked_decide_and_only_once(worlds: Worlds) -> None:
    async with worlds(approvals={"need": "all"}) as world:
        eli, noor, max_ = world.eli, world.noor, world.max
        await _in_review(world, "noor", "max")
        asked = dm(world, noor)[-1]
        hash_ = (await retro.view(world)).content.hash
        for outsider, said in (
            (world.ana, "You are not among them"),
            (eli, "Nobody decides about their own"),
        ):
            with pytest.raises(Refusal, match=said):
                async with world.ace.store.begin() as tx:
                    await retrospective_approvals.approve(tx, 1, 1, hash_, by=outsider.id)
        await noor.presses("Approve", on=asked)
        await world.settle()
        assert (await retro.view(world)).waiting == [max_.id]
        assert "Still to decide: Max Weber" in eli.screen(await retro.card(world))
        with pytest.raises(Refusal, match="You approved this version already"):
            async with world.ace.store.begin() as tx:
                await retrospective_approvals.approve(tx, 1, 1, hash_, by=noor.id)
        assert (await retro.view(world)).state is State.REVIEW

        await max_.presses("Ask for changes", on=dm(world, max_)[-1])
        await max_.fills({"What should be different?": "Name the missing limit."})
        await max_.submits()
        await world.settle()
        await world.move(seconds=5)
        assert (await retro.view(world)).state is State.DRAFT
        told = dm(world, eli)[-1]
        assert "Name the missing limit." in eli.screen(told)
        assert "Changes were asked for: it is a draft again." in noor.screen(asked)


async def test_a_withdrawn_request_takes_its_buttons_back(world: World) -> None:
    await _in_review(world, "noor")
    await world.eli.presses("Withdraw request", on=await retro.card(world))
    await world.settle()
    await world.move(seconds=5)

    shown = world.noor.screen(dm(world, world.noor)[-1])
    assert "The request was withdrawn" in shown
    assert "Ask for changes" not in shown
    assert (await retro.view(world)).state is State.DRAFT


async def test_who_cannot_be_asked_is_named_with_the_reason(world: World) -> None:
    await retro.resolved(world)
    await retro.written(world)
    eli = world.eli
    await eli.presses("Request approval", on=await retro.card(world))
    await eli.fills({"Who should approve it": ["eli"]})
    await eli.submits()
    assert "Eli Moreau owns it, and nobody approves their own." in eli.errors["Who should approve it"]
    assert "Nothing was sent." in eli.errors["Who should approve it"]
    await eli.fills({"Who should approve it": ["max"]})
    world.ws.deactivate(world.max.id)
    await eli.submits()
    assert "Max Weber has left." in eli.errors["Who should approve it"]
    await eli.fills({"Who should approve it": ["noor"]})
    await eli.submits()
    await world.settle()
    assert (await retro.view(world)).approvers == [world.noor.id]


async def test_an_approver_who_leaves_is_not_waited_for(worlds: Worlds) -> None:
    async with worlds(approvals={"need": "all"}) as world:
        await _in_review(world, "noor", "max")
        await world.noor.presses("Approve", on=dm(world, world.noor)[-1])
        await world.settle()
        world.ws.deactivate(world.max.id)
        await world.settle()
        await world.move(seconds=5)

        assert (await retro.view(world)).state is State.APPROVED
        assert "is approved. Publish it" in world.eli.screen(dm(world, world.eli)[-1])


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_two_who_approve_in_the_same_instant_on_two_replicas_count_once_each(worlds: Worlds) -> None:
    async with worlds(approvals={"need": "all"}) as world:
        await _in_review(world, "noor", "max")
        await world.start()
        hash_ = (await retro.view(world)).content.hash

        async def approve(replica: int, who: str) -> bool:
            async with world.replicas[replica].store.begin() as tx:
                person = world.ws.person(who).id
                return await retrospective_approvals.approve(tx, 1, 1, hash_, by=person)

        twice = [approve(0, "noor"), approve(1, "max"), approve(1, "noor"), approve(0, "max")]
        done = await asyncio.gather(*twice, return_exceptions=True)
        await world.settle()
        await world.move(seconds=5)

        assert [each for each in done if each is True] == [True]
        assert sum(isinstance(each, Refusal) for each in done) == 2
        assert sorted((await retro.view(world)).approved) == sorted([world.noor.id, world.max.id])
        assert (await retro.view(world)).state is State.APPROVED
        told = [each for each in dm(world, world.eli) if "is approved. Publish it" in each.text]
        assert len(told) == 1


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_two_who_decide_about_what_changed_elsewhere_in_the_same_instant_are_asked_once_more(
    worlds: Worlds,
) -> None:
    async with worlds(approvals={"need": "all"}) as world:
        await _in_review(world, "noor", "max")
        await world.start()
        async with world.ace.store.begin() as tx:
            task = Task(text="Add an alert", owner=world.zoe.id, due=soon(world, days=9))
            await retrospective_items.save(tx, 1, 0, task, by=world.eli.id)
        await world.move(minutes=3)
        for round_ in range(3):
            async with world.ace.store.begin() as tx:  # elsewhere, as the list of action items does
                (await records.items(tx, 1))[0].text = f"Add {round_ + 2} alerts"

            async def reconsider(replica: int, who: str) -> None:
                async with world.replicas[replica].store.begin() as tx:
                    await retrospective_approvals.reconsider(tx, 1, by=world.ws.person(who).id)

            both = [reconsider(replica, who) for replica in (0, 1) for who in ("noor", "max")]
            assert await asyncio.gather(*both) == [None] * 4
            await world.move(minutes=3)
        assert (await retro.view(world)).retro.request == 5
