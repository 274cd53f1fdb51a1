"""Outsiders: whatever is tried on a private case gets the one answer, changes nothing and tells nothing."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from blocks import kit
from blocks.ids import Form, Press, about, to_do
from bot.playbook.acts import Act
from handlers.retrospectives import STEPS
from sandbox.person import Person
from tests.doors import Door
from tests.leading import PRIVATE, led
from tests.test_privacy import readable
from tests.world import ALERTS, World, opened

REPORT = replace(
    PRIVATE, customer="Zephyr Bionics", impact="Patient scans leaked through exportlink since Monday"
)
WORDS = ("zephyr", "bionics", "exportlink", "leaked", "invoices of all regions", "web platform team")
OUTSIDERS = ("zoe", "gus")  # a member, and a guest; noor's group is another one
KEYS = (1, 99)  # the private case, and one that is not there
ONE_ANSWER = "There is no ACE-0099 that you can see. Nothing was changed."
UNTOUCHED = {"inbox", "person", "usergroup", "outbox", "access_request"}  # tables that asking may write
ELSEWHERE = {  # these are about no case, or about one that is being filed
    Press.RAISE,
    Press.FULL_FORM,
    Press.TARGET,
    Press.SCORE,
    Press.KIND,
}


class Outcome(NamedTuple):
    """What came of all that was tried, as plain data."""

    answers: dict[str, dict[int, list[str]]]  # what was tried -> key -> everything that was shown for it
    before: dict[str, Any]
    after: dict[str, Any]
    read: dict[str, str]  # what each outsider can read anywhere in the end


@pytest.fixture(scope="module")
def outcome(sqlite_template: Path, tmp_path_factory: Any) -> Outcome:
    """Everything tried once on a private case in the midst of its work."""
    file = tmp_path_factory.mktemp("outside") / "ace.db"
    shutil.copy(sqlite_template, file)
    return asyncio.run(_tried(f"sqlite:///{file}"))


async def _tried(database: str) -> Outcome:
    async with opened(database) as world, aiohttp.ClientSession() as session:
        gus = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
        for place in ("general", ALERTS):
            world.ws.channel(place).members.append(gus.id)
        await led(world, by=world.max, report=REPORT)
        before = await _kept(world)
        answers: dict[str, dict[int, list[str]]] = {}
        for name in OUTSIDERS:
            person = world.ws.person(name)
            for number in KEYS:
                async for tried, shown in _tries(world, Door(world, session), person, number):
                    answers.setdefault(f"{name} {tried}", {})[number] = shown
        await world.settle()
        after = await _kept(world)
        read = {name: readable(world, world.ws.person(name)) for name in OUTSIDERS}
        return Outcome(answers, before, after, read)


async def _kept(world: World) -> dict[str, Any]:
    async with world.ace.store.read() as tx:
        return {
            table: sorted((await tx.exec(text(f"SELECT * FROM {table}"))).all(), key=repr)  # noqa: S608
            for table in SQLModel.metadata.tables
            if table not in UNTOUCHED
        }


async def _tries(
    world: World, door: Door, person: Person, number: int
) -> AsyncIterator[tuple[str, list[str]]]:
    """Every way in: (what was tried, all that was shown for it)."""
    key = f"ACE-{number:04d}"
    for act in Act:
        yield f"/ace {act}", await _shown(world, person, person.types(f"/ace {act} {key}", in_=ALERTS))
        words = person.types(f"/ace {act} {key} security because of it", in_=ALERTS)
        yield f"/ace {act} words", await _shown(world, person, words)
    for name, action in _actions(number):
        message = world.ws.post(
            world.ws.channel("general").id,
            world.app.bot_user,
            "an old card",
            blocks=[kit.actions(kit.button("Old button", action, value="0"))],
            app=world.app,
        )
        shown = await _shown(world, person, person.presses("Old button", on=message))
        yield f"press {name}", shown
        world.ws.delete(message.channel, message.ts, world.app.bot_user)
    for form in Form:
        answer = await door.interaction(_submission(person, form, number))
        yield f"form {form}", [answer.text]


def _actions(number: int) -> Iterator[tuple[str, str]]:
    yield from ((f"do:{act}", to_do(act, number)) for act in Act)
    yield from ((press, about(press, number, "1")) for press in Press if press not in {Press.DO, *ELSEWHERE})
    yield from ((f"retro:{step}", about(Press.RETRO, number, f"{step}.1.1")) for step in STEPS)


async def _shown(world: World, person: Person, doing: Any) -> list[str]:
    told, views = len(person.told), set(world.ws.views)
    await doing
    await world.settle()
    new = [view for known, view in world.ws.views.items() if known not in views and view.user == person.id]
    shown = [*person.told[told:], *(person.screen(view) for view in new)]
    await person.closes(everything=True) if person.view else None
    return shown


def _submission(person: Person, form: Form, number: int) -> dict[str, Any]:
    """An old form of theirs, as Slack sends it."""
    kept = {"number": number, "seen": "security", "why": "so", "criterion": 1, "item": 1, "change": "meet"}
    view: dict[str, Any] = {
        "id": "V1",
        "type": "modal",
        "callback_id": form.value,
        "private_metadata": json.dumps(kept),
        "state": {"values": {"why": {"why": {"type": "plain_text_input", "value": "so"}}}},
        "blocks": [],
    }
    return {"type": "view_submission", "user": {"id": person.id}, "team": {"id": "T1"}, "view": view}


def _alike(shown: list[str], number: int) -> list[str]:
    return [each.replace(f"{number:04d}", "0099").replace(f'number\\": {number}', "N") for each in shown]


def test_whatever_is_tried_the_answer_does_not_tell_whether_there_is_such_a_case(outcome: Outcome) -> None:
    different = {
        tried: found
        for tried, found in outcome.answers.items()
        if _alike(found[1], 1) != _alike(found[99], 99)
    }
    assert different == {}


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.ACCESS])
def test_every_act_gets_the_one_answer(outcome: Outcome, act: Act, name: str) -> None:
    for way in (f"/ace {act}", f"press do:{act}"):
        shown = _alike(outcome.answers[f"{name} {way}"][1], 1)
        assert shown, way
        assert all(ONE_ANSWER in each for each in shown), way


@pytest.mark.parametrize("press", [press for press in Press if press not in {Press.DO, *ELSEWHERE}])
def test_every_button_of_an_old_card_is_refused(outcome: Outcome, press: Press) -> None:
    shown = outcome.answers[f"zoe press {press}"][1]

    assert shown
    assert all("othing was changed" in each for each in shown)


def test_nothing_was_changed(outcome: Outcome) -> None:
    assert outcome.before == outcome.after


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_word_of_it_is_anywhere_that_they_can_read(outcome: Outcome, name: str) -> None:
    everything = outcome.read[name].lower() + json.dumps(outcome.answers).lower()
    assert [word for word in WORDS if word in everything] == []
