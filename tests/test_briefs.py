"""The structured brief: shown with what it lacks, sent once where the policy says, private ones within."""

from dataclasses import replace

from bot.playbook.choices import Ask, Target
from bot.playbook.lifecycle import Status
from sandbox.person import Person
from tests.conftest import Worlds
from tests.journeys import calm, last_to
from tests.leading import PRIVATE, REPORT, led

ASKED = replace(
    REPORT,
    target=Target.ENGINEERING,
    ask=Ask.FIX,
    steps="1. Open *Invoices*\n2. Press <!channel> Export",
    tried="Retry -> same",
)


def _shown(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


async def test_the_brief_is_shown_and_sent_once_to_the_team(worlds: Worlds) -> None:
    async with worlds(brief={"engineering": "#eng-escalations"}) as world:
        everyone = [world.ws.person(name).id for name in ("eli", "zoe")]
        world.ws.add_channel("eng-escalations", creator=everyone[0], members=everyone)
        room = await led(world, Status.DISCOVERY, report=ASKED)
        eli = world.eli
        await eli.types("/ace brief", in_=room)
        shown = _shown(eli)
        for said in (
            "Escalation: Nobody at Acme",
            "2. Press <!channel> Export",
            "1. Open *Invoices*",
            "Fix it",
        ):
            assert said in shown
        assert "Missing: What led up to it" in shown

        await eli.presses("Send brief to Engineering")
        await calm(world)
        told = eli.screen(last_to(world, "eli"))
        assert "was not sent to #eng-escalations: this app is not in that channel" in told
        assert world.messages("eng-escalations") == []

        world.ws.channel("eng-escalations").members.append(world.app.bot_user)
        for person in (eli, world.zoe):
            await person.types("/ace brief", in_=room)
            if person is eli:
                await person.presses("Send brief to Engineering")
                await calm(world)
                await person.closes(everything=True)
        (message,) = world.messages("eng-escalations")
        assert "2. Press <!channel> Export" in world.zoe.screen(message)
        assert "Sent " in _shown(world.zoe)
        assert " by Eli Moreau." in _shown(world.zoe)
        assert not [one for one in world.ws.notifications if one.why == "channel"]


async def test_a_private_brief_stays_within_its_channel_and_a_press_too_late_sends_nothing(
    worlds: Worlds,
) -> None:
    async with worlds(brief={"security": "#support"}) as world:
        world.ws.channel("support").members.append(world.app.bot_user)
        report = replace(PRIVATE, target=Target.SECURITY)
        room = await led(world, Status.DISCOVERY, report=report, by=world.max)
        for _ in range(2):
            await world.max.types("/ace brief", in_=room)
            if world.max.view and "Post brief" in _shown(world.max):
                await world.max.presses("Post brief in the channel")
                await calm(world)
                await world.max.closes(everything=True)
        pressed = [
            each for each in world.sandbox.deliveries.log if "send_brief" in str(each.payload.get("actions"))
        ]
        await world.sandbox.deliveries.repeat(pressed[0])
        await calm(world)
        await world.zoe.types("/ace brief ACE-0001", in_="support")

        assert len([each for each in world.messages(room) if "For Security" in world.max.screen(each)]) == 1
        assert not [each for each in world.messages("support") if each.app_id]
        assert world.zoe.was_told("There is no ACE-0001 that you can see.")
