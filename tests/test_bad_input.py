"""Bad input: long, odd and hostile words are refused next to their field, or read back to the letter."""

import pytest

from sandbox.person import Person, Rejected
from storage.models import SurfaceKind
from tests.forms import labels, standing, submits_unchecked
from tests.people import answers, raises
from tests.world import ALERTS, World

IMPACT = "What can they no longer do?"
HOSTILE = {
    "a broadcast": "<!channel> <!here> @channel @everyone <!subteam^S1>",
    "a mention": "<@U1> and @eli, #general <#C1>",
    "a false link": "<https://evil.example|your bank> and [bank](https://evil.example)",
    "markup": "*bold* _id_ ~no~ `code` ```block``` > quoted",
    "HTML": "<script>alert('x')</script> &amp; <b>5 < 6 & 7</b>",
    "from the right": "עברית \u202eليست هنا",
    "emoji": "🙂 👩🏽‍💻 :tada: :slack:",
    "no width": "Ac\u200bme \ufeffGm\u200dbH",
    "a date": "<!date^1|{date}|soon> {customer} {0} %s ${x}",
}
CARDS = (SurfaceKind.ALERT, SurfaceKind.TRACKER, SurfaceKind.OPENING)


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_words_ping_nobody_and_read_back_on_every_card(world: World, said: str) -> None:
    group = next(iter(world.ws.usergroups))
    said = said.replace("U1", world.zoe.id).replace("C1", world.ws.channel("general").id).replace("S1", group)
    await raises(world.ana, customer=f"Acme {said}", impact=f"They see {said} since nine.")
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)

    kept = (await world.case()).ace.impact
    assert kept == f"They see {said} since nine.".replace("\u202e", "")
    for kind in CARDS:
        card = await world.card(kind)
        assert kept in world.eli.screen(card), f"{kind}: {world.eli.screen(card)}"
        assert "Acme" in world.eli.screen(card)
    pinged = {(each.user, each.why) for each in world.ws.notifications}
    assert pinged <= {(world.ana.id, "dm"), (world.eli.id, "mention")}  # the EM, by the case's own card


async def test_the_client_refuses_what_is_too_long_and_keeps_it(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers(impact="x" * 10_000))
    with pytest.raises(Rejected, match="no more than 1500 characters"):
        await world.ana.submits()

    assert standing(world.ana, IMPACT) == "x" * 10_000
    assert await world.count() == 0


async def test_what_no_client_would_send_is_refused_next_to_its_field(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    await submits_unchecked(world, world.ana, impact="x" * 10_000, customer="y" * 10_000)

    assert world.ana.errors == {
        IMPACT: "That is 10,000 characters; 1,500 fit here.",
        "Which customer?": "That is 10,000 characters; 120 fit here.",
    }
    assert await world.count() == 0


@pytest.mark.parametrize("nothing", ["\u200b\u200b\u200b\u200b\u200b", " \n\t ", "?!?!?!", "\x00\x01"])
async def test_words_without_a_word_are_asked_for_again(world: World, nothing: str) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    await submits_unchecked(world, world.ana, customer=nothing)

    assert list(world.ana.errors) == ["Which customer?"]
    assert await world.count() == 0


async def test_what_belongs_on_one_line_is_put_on_one(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    await submits_unchecked(world, world.ana, customer="  Acme\n\r\nGmbH\x00 ", impact="One.\n\nTwo.")
    await world.settle()
    ace = (await world.case()).ace

    assert (ace.customer, ace.impact) == ("Acme GmbH", "One.\n\nTwo.")
    assert ace.summary == "One. Two."


async def test_every_long_answer_fits_on_the_cards_together(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.presses("Add the full brief")
    await world.ana.fills(answers(target="Leadership", customer="Ж" * 120))
    await world.ana.fills(dict.fromkeys(_written(world.ana), "&<>a" * 50))
    await world.ana.fills(
        {"Which decision do you need?": "ц&" * 500, "What do they expect next?": "a&" * 499}
    )
    await world.ana.fills({IMPACT: "<!here> " * 180, "What shows it?": "https://a.example/x " * 100})
    await world.ana.submits()
    assert world.ana.errors == {}
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)

    assert world.called("chat.postMessage", error="invalid_blocks") == 0
    assert len((await world.card(SurfaceKind.OPENING)).blocks) <= 12
    assert len((await world.card(SurfaceKind.ALERT)).blocks) <= 12


def _written(person: Person) -> list[str]:
    """The optional fields that take at least a few hundred characters."""
    skipped = {"Which customer?", IMPACT, "Account id", "The whole thing in one line"}
    assert person.view
    return [
        block["label"]["text"]
        for block in person.view.body["blocks"]
        if block["type"] == "input"
        and block["element"]["type"] == "plain_text_input"
        and block["label"]["text"] not in skipped
        and block["label"]["text"] in labels(person)
    ]
