"""A command's words have no limit in Slack: what would have to be cut is refused, and nothing is changed."""

from bot.playbook.lifecycle import Status
from tests.leading import led
from tests.world import World

LONG = "word " * 1900  # Slack sends what is typed behind a command in full


async def test_words_that_would_have_to_be_cut_are_refused(world: World) -> None:
    room = await led(world, Status.TRIAGE, ready=False)
    before = await world.case()
    for words in (
        f"next {LONG}",
        f"severity critical {LONG}",
        f"trend worsening {LONG}",
        f"stakeholders Web: {LONG}",
        f"stakeholders {LONG}: owns the export",
    ):
        told = len(room.messages)
        await world.eli.types(f"/ace {words}", in_=room)
        answer = list(room.messages.values())[told:]
        assert len(answer) == 1, words
        assert "fit here. Nothing was changed; say it shorter" in answer[0].text, words
    after = await world.case()
    assert (after.ace.progress, after.ace.severity) == (before.ace.progress, before.ace.severity)
    assert after.ace.trend is before.ace.trend
    assert len(after.work.stakeholders) == len(before.work.stakeholders)


async def test_help_and_panel_leave_out_what_is_for_whoever_leads(world: World) -> None:
    room = await led(world, Status.TRIAGE, ready=False)
    room.members.append(world.zoe.id)
    for person, listed in ((world.eli, True), (world.zoe, False)):
        told = len(room.messages)
        await person.types("/ace help", in_=room)
        assert ("/ace handover" in list(room.messages.values())[told].text) is listed
        await person.types("/ace", in_=room)
        assert person.view
        assert ("Hand over" in person.screen(person.view)) is listed
        assert "Set trend" in person.screen(person.view)
