"""Channels: creating, renaming, archiving, topics and direct messages."""

from collections.abc import Iterable

from sandbox.acts.members import Members
from sandbox.errors import SlackError
from sandbox.names import check_name
from sandbox.state import Channel, Json

LONGEST_TOPIC = 250


class Channels(Members):
    """Acts on conversations; `by` is a user id."""

    def add_channel(
        self, name: str, *, creator: str, private: bool = False, members: Iterable[str] = ()
    ) -> Channel:
        """A channel that was there all along: no events; people by id or handle."""
        people = [self.user(one).id for one in (creator, *members)]
        channel = Channel(self.new_id("C"), name, people[0], self.now(), is_private=private)
        channel.members = list(dict.fromkeys(people))
        channel.is_general = name == "general"
        self.channels[channel.id] = channel
        return channel

    def create_channel(self, name: str, by: str, *, private: bool = False) -> Channel:
        """Create a channel with `by` in it; refuses with the codes of invalid names and name_taken."""
        check_name(name, (c.name for c in self.channels.values()))
        channel = self.add_channel(name, creator=by, private=private)
        shown = {
            "id": channel.id,
            "is_channel": True,
            "name": name,
            "name_normalized": name,
            "created": channel.created,
            "creator": by,
            "is_shared": False,
            "is_org_shared": False,
            "context_team_id": self.team.id,
        }
        if not private:
            self.emit({"type": "channel_created", "channel": shown}, channel=channel)
        self.announce_join(channel, by)
        self.changed("channel", channel=channel.id)
        return channel

    def rename(self, channel: str, name: str, by: str) -> Channel:
        """Rename; refuses with the codes of invalid names, name_taken, is_archived, not_in_channel."""
        place = self._open(channel, by)
        if name == place.name:
            return place
        check_name(name, (c.name for c in self.channels.values()))
        old, place.name = place.name, name
        place.previous_names.insert(0, old)
        text = f'<@{by}> has renamed the channel from "{old}" to "{name}"'
        self.say(place, by, "channel_name", text, name=name, old_name=old)
        shown = {
            "id": place.id,
            "is_channel": True,
            "is_mpim": False,
            "name": name,
            "name_normalized": name,
            "created": place.created,
        }
        self._lifecycle(place, "rename", {"channel": shown})
        return place

    def archive(self, channel: str, by: str) -> None:
        """Archive; the bots in it are ejected.

        Refuses with already_archived, not_in_channel, cant_archive_general.
        """
        place = self.channel(channel)
        if place.is_archived:
            raise SlackError("already_archived")
        place = self._open(channel, by)
        if place.is_general:
            raise SlackError("cant_archive_general")
        self.say(place, by, "channel_archive", f"<@{by}> archived the channel")
        self._lifecycle(place, "archive", {"channel": place.id, "user": by, "is_moved": 0})
        place.is_archived = True
        place.members = [one for one in place.members if not self.users[one].is_bot]
        self.changed("channel", channel=place.id)

    def unarchive(self, channel: str, by: str) -> None:
        """Open an archived channel again; its bots stay out.

        Refuses with not_archived, and with not_in_channel for bots.
        """
        place = self.channel(channel)
        if not place.is_archived:
            raise SlackError("not_archived")
        if self.users[by].is_bot or not self.visible(by, place):
            raise SlackError("not_in_channel")
        place.is_archived = False
        self.say(place, by, "channel_unarchive", f"<@{by}> un-archived the channel")
        self._lifecycle(place, "unarchive", {"channel": place.id, "user": by})

    def _lifecycle(self, place: Channel, what: str, fields: Json) -> None:
        prefix = "group" if place.kind == "group" else "channel"
        self.emit({"type": f"{prefix}_{what}", **fields}, channel=place)
        self.changed("channel", channel=place.id)

    def set_topic(self, channel: str, text: str, by: str) -> Channel:
        """Set the topic (at most 250 characters); each call adds a channel_topic message, changed or not.

        Refuses with too_long, is_archived, not_in_channel, method_not_supported_for_channel_type.
        """
        place = self._open(channel, by)
        place.topic = self._labelled(text, by)
        done = f"set the channel topic: {text}" if text else "cleared the channel topic"
        self.say(place, by, "channel_topic", f"<@{by}> {done}", topic=text)
        self.changed("channel", channel=place.id)
        return place

    def set_purpose(self, channel: str, text: str, by: str) -> Channel:
        """Set the description, as `set_topic` does the topic."""
        place = self._open(channel, by)
        place.purpose = self._labelled(text, by)
        done = f"set the channel description: {text}" if text else "cleared the channel description"
        self.say(place, by, "channel_purpose", f"<@{by}> {done}", purpose=text)
        self.changed("channel", channel=place.id)
        return place

    def _labelled(self, text: str, by: str) -> Json:
        if len(text) > LONGEST_TOPIC:
            raise SlackError("too_long")
        return {"value": text, "creator": by, "last_set": self.now()}

    def open_dm(self, users: list[str]) -> Channel:
        """The direct message of these people (ids or handles), opened when there was none."""
        people = sorted({self.user(one).id for one in users})
        for channel in self.channels.values():
            if (channel.is_im or channel.is_mpim) and sorted(channel.members) == people:
                return channel
        single = len(people) <= 2  # noqa: PLR2004
        names = "--".join(self.users[one].name for one in people)
        dm = Channel(self.new_id("D" if single else "C"), f"mpdm-{names}-1", people[0], self.now())
        dm.members, dm.is_im, dm.is_mpim, dm.is_private = people, single, not single, not single
        if single:
            dm.name = ""
        self.channels[dm.id] = dm
        self.changed("channel", channel=dm.id)
        return dm
