"""Membership: joining, leaving, inviting and removing people."""

from collections.abc import Sequence

from sandbox.acts.messages import Messages
from sandbox.errors import SlackError
from sandbox.state import Channel, Json

MOST_INVITED = 100


class Members(Messages):
    """Acts on who is in a channel; `by` is a user id."""

    def _open(self, channel: str, by: str) -> Channel:
        """A channel (not a direct message) that `by` is in and that is not archived, else the refusal."""
        place = self.channel(channel)
        if place.is_im or place.is_mpim:
            raise SlackError("method_not_supported_for_channel_type")
        if by not in place.members:
            raise SlackError("not_in_channel")
        if place.is_archived:
            raise SlackError("is_archived")
        return place

    def join(self, channel: str, by: str) -> Channel:
        """Join a public channel; again is no fault.

        Refuses with channel_not_found, is_archived, method_not_supported_for_channel_type.
        """
        place = self.channel(channel)
        if not self.visible(by, place):
            raise SlackError("channel_not_found")
        if place.kind != "channel":
            raise SlackError("method_not_supported_for_channel_type")
        if place.is_archived:
            raise SlackError("is_archived")
        if by not in place.members:
            place.members.append(by)
            self.announce_join(place, by)
        return place

    def invite(self, channel: str, users: Sequence[str], by: str, *, force: bool = False) -> list[Json]:
        """Bring people (user ids) in; all or none unless `force`, which skips who cannot come.

        Returns the skipped as {"user", "ok", "error"}; without force they are the `errors` of the refusal,
        whose code is the first of theirs. Refuses also with not_in_channel, is_archived, no_user.
        """
        place = self._open(channel, by)
        if not users:
            raise SlackError("no_user")
        errors = [
            {"user": one, "ok": False, "error": error}
            for one in users
            if (error := self._cannot_come(place, one, by))
        ]
        if errors and (not force or len(errors) == len(users)):
            raise SlackError(str(errors[0]["error"]), errors=errors)
        skipped = {error["user"] for error in errors}
        for one in users:
            if one not in skipped:
                place.members.append(one)
                self.announce_join(place, one, inviter=by)
        return errors

    def _cannot_come(self, place: Channel, user: str, by: str) -> str | None:
        person = self.users.get(user)
        if person is None:
            return "user_not_found"
        if user == by:
            return "cant_invite_self"
        if user in place.members:
            return "already_in_channel"
        if person.deleted:
            return "cant_invite"
        elsewhere = any(
            user in c.members and c.kind in {"channel", "group"} and not c.is_archived
            for c in self.channels.values()
        )
        return "ura_max_channels" if person.is_ultra_restricted and elsewhere else None

    def announce_join(self, place: Channel, user: str, *, inviter: str | None = None) -> None:
        """The channel_join message and member_joined_channel event of somebody who is now in."""
        who = {"inviter": inviter} if inviter else {}
        self.say(place, user, "channel_join", f"<@{user}> has joined the channel", **who)
        event = {"type": "member_joined_channel", "user": user, "channel": place.id, **who}
        self.emit({**event, **self._where(place)}, channel=place)
        self.changed("channel", channel=place.id)

    def leave(self, channel: str, by: str) -> Channel:
        """Leave; refuses with not_in_channel, is_archived, cant_leave_general, last_member (private)."""
        place = self._open(channel, by)
        if place.is_general:
            raise SlackError("cant_leave_general")
        if place.is_private and place.members == [by]:
            raise SlackError("last_member")
        self._remove(place, by, by, f"<@{by}> has left the channel")
        return place

    def kick(self, channel: str, user: str, by: str) -> None:
        """Remove somebody.

        Refuses with user_not_found, cant_kick_self, cant_kick_from_general, not_in_channel.
        """
        place = self._open(channel, by)
        if user not in self.users:
            raise SlackError("user_not_found")
        if user == by:
            raise SlackError("cant_kick_self")
        if place.is_general:
            raise SlackError("cant_kick_from_general")
        if user not in place.members:
            raise SlackError("not_in_channel")
        self._remove(place, user, by, f"<@{user}> was removed from the channel by <@{by}>")

    def _remove(self, place: Channel, user: str, by: str, text: str) -> None:
        place.members.remove(user)
        self.say(place, user, "channel_leave", text)
        event = {"type": "member_left_channel", "user": user, "channel": place.id}
        self.emit({**event, **self._where(place)}, channel=place)
        app = self.app_of(user)
        if app:
            kind = "group_left" if place.kind == "group" else "channel_left"
            self.emit({"type": kind, "channel": place.id, "actor_id": by}, channel=place, app=app)
        self.changed("channel", channel=place.id)

    def _where(self, place: Channel) -> Json:
        return {"channel_type": "G" if place.kind == "group" else "C", "team": self.team.id}
