"""What people hear when something is refused or goes wrong, whichever way they asked."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from blocks.ids import Command, Form, Press, Shortcut
from bot.playbook.refusal import Refusal
from handlers import register
from handlers.request import Request
from handlers.router import Handler, Router
from sandbox.deliver.record import COMMANDS
from storage import outbox
from storage.outbox import Effect
from tests.doors import Door, Lines, door, logged
from tests.people import answers, raises
from tests.world import World

NO = "Not on a Sunday. Nothing was changed."
TYPED = "Acme GmbH is down"


class Office:
    """ACE behind a second door, where single handlers can be exchanged."""

    def __init__(self, world: World) -> None:
        """The handlers are ACE's own until they are exchanged."""
        self.world = world
        self.router: Router = register(world.ace._door)

    async def open(self) -> None:
        """Let Slack's requests come through this door from now on; it is closed with the other one."""
        ace = self.world.ace
        bolt = ace._bolt(ace._door.place)
        self.router.attach(bolt)
        await ace._serve(bolt)
        self.world.app.request_url = f"{ace.url}slack/events"


@pytest.fixture
async def slack(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Door]:
    """ACE with one case."""
    async with door(sqlite_template, tmp_path) as made:
        await raises(made.world.ana)
        await made.world.settle()
        yield made


@pytest.fixture
async def office(slack: Door) -> Office:
    """The exchangeable door, open."""
    made = Office(slack.world)
    await made.open()
    return made


async def _refuse(_request: Request) -> None:
    raise Refusal(NO)


def _failing(problem: BaseException, *, after_a_change: bool) -> Handler:
    """A handler that fails, before or after it has recorded something."""

    async def handler(request: Request) -> None:
        if after_a_change:
            async with request.store.begin() as tx:
                await outbox.add(tx, Effect.LEARN_GROUPS)
        raise problem

    return handler


def _mistake() -> Exception:
    return ValueError(TYPED)


async def test_a_refused_command_is_told_where_it_was_typed(office: Office) -> None:
    office.router.command(Command.ACE, _refuse)

    await office.world.zoe.types("/ace help", in_="general")

    assert office.world.zoe.was_told(NO)
    assert office.world.zoe.trouble == []


async def test_a_refused_press_on_a_message_is_told_to_whoever_pressed_alone(office: Office) -> None:
    office.router.press(Press.CLAIM, _refuse)

    await office.world.zoe.presses("Claim ACE-0001", in_="escalations")
    await office.world.settle()

    assert office.world.zoe.was_told(NO)
    assert not office.world.eli.was_told(NO)


async def test_a_refused_press_on_an_ephemeral_message_is_told(office: Office) -> None:
    await office.world.zoe.types("/ace show ACE-0001", in_="general")
    office.router.press(Press.CLAIM, _refuse)

    await office.world.zoe.presses("Claim ACE-0001", in_="general")
    await office.world.settle()

    assert office.world.zoe.was_told(NO)


async def test_a_refused_press_in_a_modal_is_told_on_top_of_it(office: Office) -> None:
    await office.world.ana.types("/raiseanace", in_="support")
    form = office.world.ana.view
    office.router.press(Press.FULL_FORM, _refuse)

    await office.world.ana.presses("Add the full brief")
    await office.world.settle()

    note = office.world.ana.view
    assert note
    assert NO in office.world.ana.screen(note)
    await office.world.ana.presses("Back")
    assert office.world.ana.view is form


async def test_a_refused_form_stays_under_the_refusal_with_all_that_was_typed(office: Office) -> None:
    await office.world.ana.types("/raiseanace", in_="support")
    await office.world.ana.fills(answers(customer="Umbrella"))
    form = office.world.ana.view
    office.router.form(Form.INTAKE, _refuse)

    await office.world.ana.submits()

    note = office.world.ana.view
    assert note
    assert NO in office.world.ana.screen(note)
    await office.world.ana.presses("Back")
    assert form
    assert office.world.ana.view is form
    assert "Umbrella" in str(form.values)


async def test_a_refusal_about_a_field_stands_next_to_it(office: Office) -> None:
    async def refuse(_request: Request) -> None:
        raise Refusal(NO, field="customer")

    await office.world.ana.types("/raiseanace", in_="support")
    await office.world.ana.fills(answers())
    office.router.form(Form.INTAKE, refuse)

    await office.world.ana.submits()

    assert office.world.ana.errors == {"Which customer?": NO}


@pytest.mark.parametrize("shortcut", list(Shortcut))
async def test_a_refused_shortcut_is_told(office: Office, shortcut: Shortcut) -> None:
    office.router.shortcut(shortcut, _refuse)

    there = office.world.app.manifest["features"]["shortcuts"]
    entry = next(each for each in there if each["callback_id"] == shortcut)
    if entry["type"] == "global":
        await office.world.ana.uses_shortcut(entry["name"])
    else:
        await office.world.ana.uses_message_shortcut(entry["name"], office.world.messages("escalations")[0])
    await office.world.settle()

    note = office.world.ana.view
    assert office.world.ana.was_told(NO) or (note and NO in office.world.ana.screen(note))


async def _told_of(office: Office, handler: Handler) -> tuple[str, Lines]:
    """What Zoe reads and what is logged when `/ace help` is handled so."""
    office.router.command(Command.ACE, handler)
    with logged() as lines:
        await office.world.zoe.types("/ace help", in_="general")
        await office.world.settle()
    command = [each for each in office.world.sandbox.deliveries.log if each.kind == COMMANDS][-1]
    assert command.answer
    assert command.answer.status == 200
    return office.world.zoe.told[-1], lines


async def test_a_mistake_of_ours_is_told_with_a_reference_and_logged_once(office: Office) -> None:
    told, lines = await _told_of(office, _failing(_mistake(), after_a_change=False))

    assert "nothing was changed" in told
    (line,) = lines.at("error")
    assert str(line["request"]) in told
    assert "ValueError" in line["exception"]


async def test_a_mistake_after_the_change_says_that_it_is_recorded(office: Office) -> None:
    told, lines = await _told_of(office, _failing(_mistake(), after_a_change=True))

    assert "was recorded" in told
    assert "no need to do it again" in told
    assert "nothing was changed" not in told
    assert len(lines.at("error")) == 1


async def test_what_an_exception_says_is_not_logged_in_daily_use(office: Office) -> None:
    office.router.command(Command.ACE, _failing(_mistake(), after_a_change=False))
    with logged("info") as lines:
        await office.world.zoe.types(f"/ace {TYPED}", in_="general")

    assert len(lines.at("error")) == 1
    assert "Acme" not in lines.text


async def test_getting_to_know_somebody_is_no_change_that_they_asked_for(office: Office) -> None:
    noor = office.world.noor  # has done nothing yet, so ACE asks Slack who she is
    office.router.command(Command.ACE, _failing(_mistake(), after_a_change=False))

    await noor.types("/ace help", in_="general")

    assert noor.was_told("nothing was changed")


@pytest.mark.parametrize(
    "fault",
    [{"error": "internal_error"}, {"drop": True}, {"status": 502}, {"error": "expired_trigger_id"}],
    ids=lambda fault: next(iter(fault)),
)
async def test_slacks_silence_is_not_taken_for_the_databases(slack: Door, fault: dict[str, Any]) -> None:
    slack.world.ws.faults.add("views.open", times=1, **fault)

    with logged() as lines:
        await slack.world.ana.types("/raiseanace", in_="support")
        await slack.world.settle()

    assert slack.world.ana.was_told("Slack did not let ACE show that in time, so nothing was changed.")
    assert not slack.world.ana.was_told("database")
    assert lines.at("error") == []


async def test_a_modal_closed_meanwhile_is_nothing_to_speak_of(slack: Door) -> None:
    await slack.world.ana.types("/raiseanace", in_="support")
    slack.world.ws.faults.add("views.update", error="hash_conflict")

    with logged() as lines:
        await slack.world.ana.presses("Add the full brief")
        await slack.world.settle()

    assert slack.world.ana.told == []
    assert slack.world.ana.trouble == []
    assert lines.at("warning") == []


async def test_an_answer_that_cannot_be_shown_never_delays_the_acknowledgement(slack: Door) -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        asked.set()
        await may_answer.wait()
        return web.Response(status=500)

    app = web.Application()
    app.router.add_post("/", slow)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    press = {"type": "block_actions", "actions": [{"action_id": "claim:99"}], "response_url": url}

    with logged() as lines:
        answer = await slack.interaction(press | {"user": {"id": slack.world.ana.id}})
        assert answer.status == 200
        await asked.wait()
        assert not may_answer.is_set()
        may_answer.set()
        await slack.world.settle()
    await runner.cleanup()

    assert [line["event"] for line in lines.at("warning")] == ["answer not shown"]


async def test_an_answer_with_nowhere_to_go_is_logged(slack: Door) -> None:
    press = {"type": "block_actions", "actions": [{"action_id": "claim:99"}]}

    with logged() as lines:
        for url in ("http://127.0.0.1:1/", "not an address", "file:///etc/passwd"):
            body = press | {"user": {"id": slack.world.ana.id}, "response_url": url}
            assert (await slack.interaction(body)).status == 200
        await slack.world.settle()

    assert [line["event"] for line in lines.at("warning")] == ["answer not shown"] * 3
    assert lines.at("error") == []
