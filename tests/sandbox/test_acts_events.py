"""What apps are told: which events each act emits, in which shape, and to whom."""

from typing import Any

import pytest

from tests.sandbox.office import Office, manifest


def last(office: Office, kind: str) -> dict[str, Any]:
    return [event for event in office.events if event["type"] == kind][-1]


def test_a_persons_message_has_the_fields_of_the_event(office: Office) -> None:
    posted = office.ws.post("general", office.ana.id, "hello")

    assert office.events == [
        {
            "type": "message",
            "channel": office.general.id,
            "user": office.ana.id,
            "text": "hello",
            "ts": posted.ts,
            "event_ts": posted.ts,
            "channel_type": "channel",
            "team": office.ws.team.id,
            "client_msg_id": posted.extra["client_msg_id"],
        }
    ]


def test_a_bots_own_message_comes_back_with_its_profile(office: Office) -> None:
    office.ws.post("general", office.bot, "hello")

    (event,) = office.events
    assert (event["bot_id"], event["app_id"]) == (office.app.bot_id, office.app.id)
    assert event["bot_profile"]["app_id"] == office.app.id
    assert "client_msg_id" not in event


@pytest.mark.parametrize(
    ("place", "kind"), [("general", "channel"), ("secret", "group"), ("dm", "im"), ("group", "mpim")]
)
def test_messages_name_the_kind_of_conversation(office: Office, place: str, kind: str) -> None:
    channel = {
        "general": office.general,
        "secret": office.secret,
        "dm": office.ws.open_dm([office.bot, "ana"]),
        "group": office.ws.open_dm([office.bot, "ana", "bo"]),
    }[place]

    office.ws.post(channel.id, office.ana.id, "x")

    assert last(office, "message")["channel_type"] == kind
    names = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
    bot_events = office.app.manifest["settings"]["event_subscriptions"]["bot_events"]
    bot_events.remove(f"message.{names[kind]}")
    office.events.clear()
    office.ws.post(channel.id, office.ana.id, "y")
    assert office.events == []


def test_an_app_hears_nothing_without_membership_subscription_or_scope(office: Office) -> None:
    office.ws.post("lounge", office.ana.id, "x")
    office.ws.post("vault", office.ana.id, "x")
    assert office.events == []
    office.app.scopes.discard("channels:history")
    office.ws.post("general", office.ana.id, "x")
    assert office.events == []
    office.ws.react("general", next(iter(office.general.messages)), office.ana.id, "eyes")
    assert office.names() == ["reaction_added"]


def test_two_apps_are_told_each_their_own(office: Office) -> None:
    other = office.ws.install(manifest("Other"))
    told: list[str] = []
    office.ws.listeners.append(lambda app, event: told.append(f"{app.name} {event['type']}"))
    office.ws.invite("general", [other.bot_user], office.ana.id)
    told.clear()

    office.ws.post("general", office.ana.id, f"<@{other.bot_user}> look")

    assert told == ["Robo message", "Other message", "Other app_mention"]


def test_a_mention_of_the_bot_is_an_event_of_its_own(office: Office) -> None:
    office.ws.post("general", office.ana.id, f"<@{office.bot}> help")

    assert office.names() == ["message", "app_mention"]
    mention = last(office, "app_mention")
    assert {"user", "text", "ts", "channel", "event_ts", "team"} <= set(mention)
    assert "channel_type" not in mention


def test_an_edit_tells_what_was_and_what_is(office: Office) -> None:
    posted = office.ws.post("general", office.ana.id, "old")
    office.ws.edit("general", posted.ts, office.ana.id, text="new")

    event = last(office, "message")
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert event["message"]["text"] == "new"
    assert event["message"]["edited"]["user"] == office.ana.id
    assert event["previous_message"]["text"] == "old"
    assert "edited" not in event["previous_message"]
    assert event["ts"] == event["event_ts"] > posted.ts
    assert event["channel_type"] == "channel"
    assert event["message"]["ts"] == posted.ts


def test_a_deletion_tells_what_was(office: Office) -> None:
    posted = office.ws.post("general", office.ana.id, "oops")
    office.ws.delete("general", posted.ts, office.ana.id)

    event = last(office, "message")
    assert (event["subtype"], event["deleted_ts"], event["hidden"]) == ("message_deleted", posted.ts, True)
    assert event["previous_message"]["text"] == "oops"


def test_a_deleted_root_changes_into_a_tombstone(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    office.ws.post("general", office.bo.id, "reply", thread_ts=root.ts)
    office.ws.delete("general", root.ts, office.ana.id)

    event = last(office, "message")
    assert event["subtype"] == "message_changed"
    assert event["message"]["subtype"] == "tombstone"
    assert event["previous_message"]["text"] == "root"


def test_a_reply_names_its_thread(office: Office) -> None:
    root = office.ws.post("general", office.ana.id, "root")
    office.ws.post("general", office.bo.id, "reply", thread_ts=root.ts)
    event = last(office, "message")
    assert (event["thread_ts"], event["parent_user_id"]) == (root.ts, office.ana.id)

    office.ws.post("general", office.bo.id, "loud", thread_ts=root.ts, broadcast=True)
    event = last(office, "message")
    assert (event["subtype"], event["root"]["ts"]) == ("thread_broadcast", root.ts)


def test_a_topic_makes_a_message_in_public_and_private_channels(office: Office) -> None:
    office.ws.set_topic("general", "calm", office.ana.id)
    event = last(office, "message")
    assert (event["subtype"], event["topic"]) == ("channel_topic", "calm")
    assert event["text"] == f"<@{office.ana.id}> set the channel topic: calm"

    office.ws.set_topic("secret", "hush", office.ana.id)
    assert last(office, "message")["subtype"] == "group_topic"
    office.ws.set_purpose("general", "talk", office.ana.id)
    assert last(office, "message")["subtype"] == "channel_purpose"


def test_joining_and_being_invited_are_told_with_the_inviter(office: Office) -> None:
    office.ws.join("lounge", office.bot)
    assert office.names() == ["message/channel_join", "member_joined_channel"]
    assert "inviter" not in last(office, "member_joined_channel")

    office.ws.invite("lounge", [office.eve.id], office.ana.id)
    assert last(office, "message")["inviter"] == office.ana.id
    joined = last(office, "member_joined_channel")
    assert (joined["user"], joined["inviter"], joined["channel_type"]) == (office.eve.id, office.ana.id, "C")
    assert joined["team"] == office.ws.team.id


def test_leaving_is_told_and_a_removed_bot_hears_it_of_itself(office: Office) -> None:
    office.ws.invite("secret", [office.bo.id], office.ana.id)
    office.events.clear()
    office.ws.leave("secret", office.bo.id)
    assert office.names() == ["message/group_leave", "member_left_channel"]
    assert last(office, "member_left_channel")["channel_type"] == "G"

    office.events.clear()
    office.ws.kick("secret", office.bot, office.ana.id)
    assert office.names() == ["group_left"]
    assert office.events[0]["actor_id"] == office.ana.id


def test_renaming_and_archiving_have_group_twins(office: Office) -> None:
    office.ws.join("lounge", office.bot)
    office.events.clear()
    office.ws.rename("lounge", "salon", office.ana.id)
    office.ws.archive("salon", office.ana.id)
    assert office.names() == [
        "message/channel_name",
        "channel_rename",
        "message/channel_archive",
        "channel_archive",
    ]
    renamed = last(office, "channel_rename")["channel"]
    assert (renamed["name"], renamed["name_normalized"]) == ("salon", "salon")
    assert office.events[0]["old_name"] == "lounge"
    assert last(office, "channel_archive")["user"] == office.ana.id

    office.events.clear()
    office.ws.rename("secret", "hidden", office.ana.id)
    office.ws.archive("hidden", office.ana.id)
    assert office.names() == ["message/group_name", "group_rename", "message/group_archive", "group_archive"]
    assert office.bot not in office.secret.members


def test_public_channels_come_and_go_before_all_apps(office: Office) -> None:
    made = office.ws.create_channel("news", office.ana.id)
    office.ws.create_channel("whisper", office.ana.id, private=True)
    assert office.names() == ["channel_created"]
    assert office.events[0]["channel"]["id"] == made.id
    office.ws.archive("news", office.ana.id)
    office.ws.unarchive("news", office.ana.id)
    assert office.names() == ["channel_created", "channel_archive", "channel_unarchive"]
    assert not made.is_archived


def test_reactions_name_the_item_and_its_author(office: Office) -> None:
    posted = office.ws.post("general", office.bo.id, "x")
    office.ws.react("general", posted.ts, office.ana.id, "eyes")
    event = last(office, "reaction_added")
    assert event["item"] == {"type": "message", "channel": office.general.id, "ts": posted.ts}
    assert (event["user"], event["item_user"], event["reaction"]) == (office.ana.id, office.bo.id, "eyes")
    office.ws.unreact("general", posted.ts, office.ana.id, "eyes")
    assert last(office, "reaction_removed")["reaction"] == "eyes"
    assert posted.reactions == {}


def test_a_pin_is_told_and_adds_a_message(office: Office) -> None:
    posted = office.ws.post("general", office.bo.id, "x")
    office.ws.pin("general", posted.ts, office.ana.id)
    assert office.names()[1:] == ["pin_added", "message/pinned_item"]
    event = last(office, "pin_added")
    assert (event["pin_count"], event["item_user"], event["user"]) == (1, office.bo.id, office.ana.id)
    assert event["item"]["message"]["permalink"].endswith(posted.ts.replace(".", ""))
    office.ws.unpin("general", posted.ts, office.ana.id)
    assert last(office, "pin_removed")["has_pins"] is False
    assert last(office, "pin_removed")["pin_count"] == 0


def test_a_shared_file_is_in_the_message(office: Office) -> None:
    file = office.ws.upload(office.ana.id, "log.txt", b"boom", title="Log")
    posted = office.ws.post("general", office.ana.id, "see", files=[file.id])

    event = last(office, "message")
    assert event["subtype"] == "file_share"
    assert event["files"][0]["id"] == file.id
    assert event["files"][0]["mimetype"] == "text/plain"
    assert event["files"][0]["shares"]["public"] == {office.general.id: [{"ts": posted.ts}]}
    assert file.channels == [office.general.id]


def test_deactivation_is_a_user_change_and_empties_the_seat(office: Office) -> None:
    group = office.ws.add_usergroup("support", "Support", ["eve", "bo"])
    office.ws.deactivate("eve")

    assert last(office, "user_change")["user"]["deleted"]
    assert office.eve.id not in office.general.members
    assert group.users == [office.bo.id]
    assert not office.ws.visible(office.eve.id, office.general)


def test_an_app_is_told_of_its_end(office: Office) -> None:
    office.ws.uninstall(office.app)

    assert office.names()[:2] == ["tokens_revoked", "app_uninstalled"]
    office.ws.post("general", office.ana.id, "anyone?")
    assert "message" not in office.names()


def test_an_ephemeral_is_no_event(office: Office) -> None:
    office.ws.post_ephemeral("general", office.bot, office.ana.id, "psst")

    assert office.events == []


def test_watchers_see_every_visible_change(office: Office) -> None:
    seen: list[tuple[str, ...]] = []
    office.ws.watchers.append(lambda news: seen.append(tuple(news.values())))

    posted = office.ws.post("general", office.ana.id, f"<@{office.bo.id}>")
    office.ws.set_topic("general", "t", office.ana.id)

    assert ("message", office.general.id, posted.ts) in seen
    assert ("notification", office.bo.id) in seen
    assert ("channel", office.general.id) in seen


def test_timestamps_only_grow_and_are_never_shared(office: Office) -> None:
    stamps = [office.ws.post("general", office.ana.id, "x").ts for _ in range(200)]

    assert stamps == sorted(set(stamps))
    assert all(len(ts.partition(".")[2]) == 6 for ts in stamps)


def test_later_changes_do_not_reach_events_already_told(office: Office) -> None:
    posted = office.ws.post(
        "general", office.ana.id, "first", metadata={"event_type": "a", "event_payload": {}}
    )
    office.ws.react("general", posted.ts, office.bo.id, "eyes")
    office.ws.edit("general", posted.ts, office.ana.id, text="second")

    assert office.events[0]["text"] == "first"
    assert "reactions" not in office.events[0]
