"""Examining the channels that the settings name: there, not archived, and the bot in them."""

from bot.doctor.asking import Asking, Unanswered
from bot.doctor.finding import Finding, ok, unchecked, wrong
from bot.settings import Settings
from bot.workplace import ID
from storage.columns import Json

INVITE = "Open the channel and type /invite and the app's name; or correct {}."


async def examine(asking: Asking, settings: Settings) -> list[Finding]:
    """The alert channel and the retrospectives'."""
    try:
        entered = await asking.every(
            "users.conversations", "channels", types="public_channel,private_channel", exclude_archived="true"
        )
    except Unanswered as why:
        return [unchecked(check, str(why)) for check in ("alert channel", "retro channel")]
    found = [await _room(asking, entered, "alert channel", settings.alert_channel, "ACE_ALERT_CHANNEL")]
    if not settings.retro_channel:
        return [*found, ok("retro channel", "ACE_RETRO_CHANNEL is not set, so it is the alert channel")]
    return [
        *found,
        await _room(asking, entered, "retro channel", settings.retro_channel, "ACE_RETRO_CHANNEL"),
    ]


async def _room(asking: Asking, entered: list[Json], check: str, wanted: str, variable: str) -> Finding:
    by = "id" if ID.fullmatch(wanted) else "name"
    room = next((each for each in entered if each.get(by) == wanted), None)
    if room:
        return ok(check, f"#{room.get('name')} ({room.get('id')}), and the bot is in it")
    if by == "name":
        found = f"the bot is in no channel called #{wanted}"
        return wrong(check, found, INVITE.format(variable))
    try:
        room = (await asking.ask("conversations.info", channel=wanted)).get("channel") or {}
    except Unanswered as why:
        if why.code == "channel_not_found":
            found = f"there is no channel {wanted}, or it is private and the bot is not in it"
            return wrong(check, found, INVITE.format(variable))
        return unchecked(check, str(why))
    if room.get("is_archived"):
        return wrong(check, f"#{room.get('name')} is archived", f"Bring it back, or correct {variable}.")
    return ok(check, f"#{room.get('name')} is public; the bot joins it when ACE starts")
