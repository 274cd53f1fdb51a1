"""/metrics: what came in, what went out, what waits; a database that is away empties only its own lines."""

import math
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.app import Ace
from bot.metrics import Metrics
from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from storage import outbox
from storage.clock import Clock
from storage.database import Store
from storage.outbox import Effect
from tests.conftest import Worlds
from tests.people import raises
from tests.world import ALERTS, World


class Numbers:
    """One scrape."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._samples = [
            sample for family in text_string_to_metric_families(page) for sample in family.samples
        ]

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the samples of that name with these labels."""
        return sum(
            sample.value
            for sample in self._samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )


async def scraped(ace: Ace) -> Numbers:
    async with aiohttp.ClientSession() as session, session.get(f"{ace.url}metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return Numbers(await answer.text())


async def test_a_journey_is_counted_at_every_door(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    count = await scraped(world.ace)

    assert count("ace_acks_total", kind="command", outcome="done") == 1
    assert count("ace_acks_total", kind="view_submission", outcome="done") == 1
    assert count("ace_acks_total", kind="block_actions", outcome="done") == 1
    assert count("ace_ack_seconds_count", kind="block_actions", outcome="done") == 1
    assert count("ace_deliveries_total", effect="channel", outcome="done") == 1
    assert count("ace_slack_calls_total", method="conversations.create", error="") == 1
    assert count("ace_slack_call_seconds_count", method="views.open") == 1
    assert count("ace_errors_total") == 0
    assert count("ace_database_up") == 1


async def test_a_refusal_is_told_apart_from_what_was_done(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    alert = world.messages(ALERTS)[-1]
    await world.eli.presses("Claim ACE-0001", on=alert)
    await world.zoe.types("/ace claim ACE-0001", in_="general")
    await world.settle()
    count = await scraped(world.ace)

    assert count("ace_acks_total", kind="command", outcome="refused") == 1


async def test_slacks_errors_are_counted_by_method_and_code(world: World) -> None:
    world.ws.faults.add("conversations.setTopic", error="fatal_error")
    world.ws.faults.add("chat.postMessage", drop=True)
    await raises(world.ana)
    await world.settle()
    await world.move(minutes=1)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    await world.move(minutes=10)
    count = await scraped(world.ace)

    assert count("ace_slack_calls_total", method="conversations.setTopic", error="fatal_error") == 1
    assert count("ace_slack_calls_total", method="chat.postMessage", error="no_answer") == 1
    assert count("ace_deliveries_total", outcome="unsure") == 2


async def test_a_view_that_slack_does_not_open_is_neither_done_nor_a_fault(world: World) -> None:
    world.ws.faults.add("views.open", error="expired_trigger_id")
    await world.ana.types("/raiseanace", in_="support")
    count = await scraped(world.ace)

    assert count("ace_acks_total", kind="command", outcome="slack") == 1
    assert count("ace_slack_calls_total", method="views.open", error="expired_trigger_id") == 1


async def test_an_event_that_comes_late_shows_in_the_lag(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    before = await scraped(world.ace)
    world.clock.move(timedelta(minutes=2))  # ours alone: as if it had been under way for so long
    await world.eli.types("observation: it works in a private window", in_=await world.channel())
    await world.settle()
    count = await scraped(world.ace)

    arrived = "ace_event_lag_seconds_count"
    assert count(arrived) > before(arrived)
    slow = count(arrived) - count("ace_event_lag_seconds_bucket", le="60.0")
    assert slow == count(arrived) - before(arrived)


@pytest.mark.both
async def test_the_outbox_shows_how_deep_and_how_old_it_is(world: World) -> None:
    empty = await scraped(world.ace)
    async with world.ace.store.begin() as tx:
        await tx.exec(text("UPDATE outbox SET state = 'dead' WHERE id = (SELECT min(id) FROM outbox)"))
        await outbox.add(tx, Effect.HOME, what="someday", after=timedelta(days=1))
    world.ace.clock.move(timedelta())
    count = await scraped(world.ace)
    world.audited = False

    assert empty("ace_outbox_rows") == 0
    assert empty("ace_outbox_oldest_due_seconds") == 0
    assert count("ace_outbox_rows", state="dead") == 1
    assert count("ace_outbox_rows", state="waiting") == 1
    assert count("ace_outbox_oldest_due_seconds") == 0


@pytest.mark.both
async def test_the_age_is_that_of_the_row_due_for_longest(world: World) -> None:
    rules = world.ace.store.policy
    await world.stop()
    clock = Clock()
    store = Store(driver_url(world.database), clock, rules)
    async with store.begin() as tx:
        await outbox.add(tx, Effect.HOME, what="somebody")
    clock.move(timedelta(minutes=3))
    count = Numbers((await Metrics().page(store)).decode())
    await store.close()

    assert 180 <= count("ace_outbox_oldest_due_seconds") < 240


async def test_a_database_that_is_away_empties_only_its_own_lines() -> None:
    metrics = Metrics()
    metrics.slack_called("auth.test", "", 0.1)
    store = Store("postgresql+asyncpg://ace@127.0.0.1:9/ace", Clock(), Policy.load())
    count = Numbers((await metrics.page(store)).decode())
    await store.close()

    assert count("ace_database_up") == 0
    assert math.isnan(count("ace_outbox_rows", state="waiting"))
    assert count("ace_slack_calls_total", method="auth.test") == 1


async def test_two_in_one_process_count_each_for_itself(worlds: Worlds) -> None:
    async with worlds() as one, worlds() as other:
        await one.ana.types("/ace help", in_="general")

        assert (await scraped(one.ace))("ace_acks_total") == 1
        assert (await scraped(other.ace))("ace_acks_total") == 0


async def test_no_line_holds_what_a_customer_or_a_person_is_called(world: World) -> None:
    await raises(world.ana, customer="Zephyr Bionics")
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    page = (await scraped(world.ace)).page.lower()

    for word in ("zephyr", "bionics", "ace-0001", world.eli.id.lower(), world.app.bot_token):
        assert word not in page


def test_an_error_that_is_no_code_does_not_become_a_label() -> None:
    metrics = Metrics()
    metrics.slack_called("chat.postMessage", "Ana's words, by mistake", 0.1)
    with metrics.handling("whatever_comes_next"):
        pass
    labels = {
        (sample.labels.get("error"), sample.labels.get("kind"))
        for family in metrics.registry.collect()
        for sample in family.samples
    }

    assert ("other", None) in labels
    assert (None, "other") in labels
    assert "Ana" not in str(labels)
