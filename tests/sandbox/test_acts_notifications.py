"""Who is notified of a new message and why; edits, ephemerals and escaped text never notify."""

from typing import Any

import pytest

from sandbox.text import typed
from tests.sandbox.office import Office


def whys(office: Office) -> dict[str, str]:
    """Everybody notified so far: name -> why; nobody twice for one message."""
    told = [(n.ts, n.user) for n in office.ws.notifications]
    assert len(told) == len(set(told))
    return {office.ws.users[n.user].name: n.why for n in office.ws.notifications}


def mrkdwn(text: str, **more: bool) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, **more}


def test_a_direct_message_notifies_everybody_else(office: Office) -> None:
    dm = office.ws.open_dm(["ana", "bo", office.bot])
    office.ws.post(dm.id, office.ana.id, "hi")

    assert whys(office) == {"bo": "dm"}


def test_a_mention_notifies_the_mentioned_who_can_see_it(office: Office) -> None:
    guest = office.ws.add_user("gil", "Gil", is_restricted=True)
    mentions = "".join(f"<@{u}>" for u in (office.ana.id, office.bo.id, office.eve.id, guest.id, office.bot))
    office.ws.post("secret", office.ana.id, mentions)
    assert whys(office) == {}
    office.ws.post("lounge", office.ana.id, mentions + mentions)
    assert whys(office) == {"bo": "mention", "eve": "mention"}


def test_a_group_notifies_its_members_once(office: Office) -> None:
    group = office.ws.add_usergroup("support", "Support", ["bo", "eve", "ana"])
    office.ws.post("general", office.ana.id, f"<!subteam^{group.id}|@support> and <@{office.bo.id}>")
    assert whys(office) == {"bo": "mention", "eve": "group"}

    office.ws.notifications.clear()
    group.disabled = True
    office.ws.post("general", office.ana.id, f"<!subteam^{group.id}>")
    assert whys(office) == {}


@pytest.mark.parametrize("mark", ["<!channel>", "<!here>", "<!everyone>", "<!here|here>"])
def test_a_broadcast_notifies_every_member(office: Office, mark: str) -> None:
    office.ws.post("general", office.ana.id, f"{mark} fire")

    assert whys(office) == {"bo": "broadcast", "eve": "broadcast"}


@pytest.mark.parametrize("text", ["<!channel>", "&lt;!channel&gt;", "<@{bo}>", "<!subteam^{group}>"])
def test_what_people_type_as_sequences_notifies_nobody(office: Office, text: str) -> None:
    group = office.ws.add_usergroup("support", "Support", ["bo"])
    raw = text.format(bo=office.bo.id, group=group.id)
    office.ws.post("general", office.ana.id, typed(office.ws, raw))

    assert whys(office) == {}


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([{"type": "section", "text": mrkdwn("<!channel>")}], {"ana": "broadcast"}),
        ([{"type": "section", "text": mrkdwn("hey @here!")}], {"ana": "broadcast"}),
        ([{"type": "section", "text": mrkdwn("hey @here!", verbatim=True)}], {}),
        ([{"type": "section", "text": mrkdwn("<!here>", verbatim=True)}], {"ana": "broadcast"}),
        ([{"type": "section", "text": mrkdwn("mail a@here.test and &lt;!here&gt;")}], {}),
        ([{"type": "section", "fields": [mrkdwn("@channel")]}], {"ana": "broadcast"}),
        ([{"type": "context", "elements": [mrkdwn("@everyone")]}], {"ana": "broadcast"}),
        ([{"type": "section", "text": {"type": "plain_text", "text": "<!channel> @here"}}], {}),
        ([{"type": "header", "text": {"type": "plain_text", "text": "@channel"}}], {}),
        ([{"type": "section", "text": mrkdwn("<@{ana}>")}], {"ana": "mention"}),
    ],
)
def test_blocks_notify_like_text(
    office: Office, blocks: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    text = blocks[0].get("text", {})
    if "{ana}" in text.get("text", ""):
        text = {**text, "text": text["text"].format(ana=office.ana.id)}
        blocks = [{**blocks[0], "text": text}]
    office.ws.post("secret", office.bot, "card", blocks=blocks)

    assert whys(office) == expected


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        ({"type": "user", "user_id": "{ana}"}, {"ana": "mention"}),
        ({"type": "usergroup", "usergroup_id": "{group}"}, {"ana": "group"}),
        ({"type": "broadcast", "range": "channel"}, {"ana": "broadcast"}),
        ({"type": "text", "text": "<!channel> @here <@{ana}>"}, {}),
    ],
)
def test_rich_text_notifies_by_its_leaves(
    office: Office, leaf: dict[str, str], expected: dict[str, str]
) -> None:
    group = office.ws.add_usergroup("support", "Support", ["ana"])
    leaf = {key: value.format(ana=office.ana.id, group=group.id) for key, value in leaf.items()}
    section = {"type": "rich_text_section", "elements": [leaf]}
    nested = {"type": "rich_text_list", "style": "bullet", "elements": [section]}
    office.ws.post("secret", office.bot, "card", blocks=[{"type": "rich_text", "elements": [nested]}])

    assert whys(office) == expected


def test_a_reply_notifies_the_threads_people_but_not_its_author_or_bots(office: Office) -> None:
    root = office.ws.post("general", office.bot, "root")
    office.ws.post("general", office.ana.id, "one", thread_ts=root.ts)
    assert whys(office) == {}
    office.ws.post("general", office.bo.id, f"two <@{office.eve.id}>", thread_ts=root.ts)
    assert whys(office) == {"eve": "mention", "ana": "thread"}
    office.ws.notifications.clear()
    office.ws.post("general", office.ana.id, "three", thread_ts=root.ts)
    assert whys(office) == {"bo": "thread"}


def test_edits_ephemerals_and_system_messages_notify_nobody(office: Office) -> None:
    posted = office.ws.post("general", office.bot, "calm")
    office.ws.edit("general", posted.ts, office.bot, text=f"<!channel> <@{office.ana.id}>")
    office.ws.post_ephemeral("general", office.bot, office.ana.id, f"<@{office.ana.id}> <!here>")
    office.ws.set_topic("general", "<!channel>", office.bot)
    office.ws.invite("secret", [office.bo.id], office.ana.id)

    assert whys(office) == {}


def test_the_deactivated_hear_nothing(office: Office) -> None:
    office.ws.deactivate("eve")
    office.ws.post("general", office.ana.id, f"<@{office.eve.id}> <!channel>")

    assert whys(office) == {"bo": "broadcast"}


def test_link_names_turns_bare_names_into_mentions(office: Office) -> None:
    place = {"channel": office.general.id}
    office.call("chat.postMessage", **place, text="@here @ana")
    assert whys(office) == {}
    linked = office.call("chat.postMessage", **place, text="@here @ana", link_names=True)
    assert linked["message"]["text"] == f"<!here> <@{office.ana.id}>"
    assert whys(office) == {"ana": "mention", "bo": "broadcast", "eve": "broadcast"}
