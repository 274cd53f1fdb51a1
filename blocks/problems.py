"""What Slack refused, in words: what happened, what stands all the same, and what to do."""

from blocks import kit
from blocks.cards import Json
from blocks.ids import Press, about
from storage.models import SurfaceKind
from storage.overview import Overview

REASONS = {
    "restricted_action": "this workspace does not let the app do that",
    "cannot_create_channel": "this workspace does not let the app create channels",
    "missing_scope": "the app was installed without a permission it needs",
    "name_taken": "every name that was tried is taken",
    "is_archived": "the channel is archived",
    "channel_not_found": "the channel is not there, or the app cannot see it",
    "not_in_channel": "the app is not in the channel",
    "user_is_restricted": "guests cannot be added there",
    "ura_max_channels": "this guest may be in one channel only",
    "cant_invite": "Slack does not let the app add them",
    "invitee_cant_see_channel": "they cannot see this channel",
    "org_user_not_in_team": "they are not in this workspace",
    "user_not_found": "Slack does not know them any more",
    "user_disabled": "their account is deactivated",
    "account_inactive": "the app was removed from the workspace",
    "ratelimited": "Slack asked to slow down",
    "too_many_bookmarks": "the channel has as many bookmarks as Slack allows",
    "permission_denied": "the channel does not let the app do that",
    "no_permission": "the app may not do that here",
    "team_tier_cannot_create_channel_canvases": "the workspace's plan has no channel canvases",
    "messages_tab_disabled": "this app's messages are switched off",
    "restricted_action_read_only_channel": "only some people may write in that channel",
    "posting_to_channel_denied": "the channel does not let the app write",
}
UNDONE = {
    SurfaceKind.ALERT: "the alert card",
    SurfaceKind.TRACKER: "the message to the filer",
    SurfaceKind.TOPIC: "the topic",
    SurfaceKind.BOOKMARKS: "the bookmarks",
    SurfaceKind.DOCUMENT: "the state document",
}


def reason(code: str) -> str:
    """Slack's error as a half sentence, with its code for whoever runs the app."""
    return f"{REASONS.get(code, 'Slack refused it')} (`{kit.escape(code)}`)"


def no_channel(case: Overview, code: str) -> str:
    """Why there is no case channel, that nothing else is missing, and where to go on meanwhile."""
    meanwhile = (
        "No public channel takes its place; keep details out of the alert channel meanwhile."
        if case.ace.visibility.is_private
        else "Observations can go into the thread of its alert meanwhile."
    )
    return (
        f"*The channel of {case.key} could not be opened*: {reason(code)}. "
        f"The case itself is filed and goes on. {meanwhile} "
        "Try again, or use a channel that exists: invite the app there first."
    )


def try_again(case: Overview) -> Json:
    """The button that does once more what Slack refused."""
    return kit.button("Try again", about(Press.TRY_AGAIN, case.ace.number))


def channel_buttons(case: Overview) -> Json:
    """The two ways out of a channel that is not there."""
    again = try_again(case) | {"style": "primary"}
    other = kit.button("Use another channel", about(Press.OTHER_CHANNEL, case.ace.number))
    return kit.actions(again, other, block_id="channel")


def not_invited(case: Overview) -> Json | None:
    """Who is missing in the channel and why."""
    refused: dict[str, str] = case.detail(SurfaceKind.MEMBERS).get("refused") or {}
    if not refused:
        return _staying(case)
    order = [*case.involved, *sorted(refused)]  # databases keep no order of keys
    shown = sorted(refused.items(), key=lambda each: order.index(each[0]))[:8]
    people = "; ".join(f"{_named(case, person)}: {reason(code)}" for person, code in shown)
    more = f"; and {len(refused) - len(shown)} more" if len(refused) > len(shown) else ""
    again = kit.button("Invite again", about(Press.RETRY_INVITE, case.ace.number))
    line = f"*Not in this channel yet*: {people}{more}. Add them by hand, or try again."
    return kit.section(line, accessory=again)


def _staying(case: Overview) -> Json | None:
    """Who was taken off a private case and is still in its channel."""
    staying: dict[str, str] = case.detail(SurfaceKind.MEMBERS).get("staying") or {}
    if not staying:
        return None
    people = "; ".join(
        f"{_named(case, person)}: {reason(code)}" for person, code in sorted(staying.items())[:8]
    )
    return kit.section(f"*Taken off the case and still in this channel*: {people}. Remove them by hand.")


def _named(case: Overview, person: str) -> str:
    """By name, since a mention would call somebody to a channel that they are not in."""
    return kit.escape(case.names[person]) if person in case.names else kit.person(person)


def undone(case: Overview) -> Json | None:
    """What could not be shown as it should be, besides the channel itself."""
    parts = [
        f"{what}: {reason(code)}" for kind, what in UNDONE.items() if (code := case.problem(kind)) is not None
    ]
    if not parts:
        return None
    line = (
        f"*Could not be brought up to date*: {'; '.join(parts)}. Everything else stands, and nothing is lost."
    )
    return kit.section(line, accessory=try_again(case))
