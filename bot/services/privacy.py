"""The privacy gate: the one place that decides who may see or claim an escalation."""

import structlog

from bot.playbook import permissions
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.playbook.visibility import Visibility, may_see
from storage import escalations, people
from storage.database import Tx
from storage.models import Escalation

AT_MOST = 5  # people who are asked while nobody leads the case

log = structlog.get_logger(__name__)


def unseen(key: str) -> Refusal:
    """The one answer for a case that is not there and for one that is not theirs: it tells nobody which."""
    return Refusal(
        f"There is no {key} that you can see. Nothing was changed. "
        "A private case is shown to the people on it and to its group only; if you belong there, "
        f"`/ace access {key}` and a reason asks them to let you in."
    )


async def sees(tx: Tx, ace: Escalation, person: str) -> bool:
    """Whether `person` may see an escalation and act on it; whoever is on it always may."""
    if not ace.visibility.is_private and await may(tx, Permission.SEE, person):
        return True
    involved = await escalations.involved(tx, ace.number)
    if not ace.visibility.is_private:
        return person in involved
    return may_see(ace.visibility, person, involved, await group(tx, ace.visibility))


async def speaks(tx: Tx, ace: Escalation, person: str, channel: str) -> bool:
    """Whether a case may be spoken of in a channel for all to read: a private one in its own only."""
    if ace.visibility.is_private:
        here = await escalations.at_channel(tx, channel)
        if here is None or here.number != ace.number:
            return False
    return await sees(tx, ace, person)


async def hears(tx: Tx, ace: Escalation, place: str) -> bool:
    """Whether a message that speaks of a case may go to `place`: a person, or a channel.

    Of a private one only those who may see it hear, and its own channel. Asked again when a message is sent,
    since much can have changed since it was asked for.
    """
    if not ace.visibility.is_private:
        return True
    if place.startswith(("U", "W")):
        return await sees(tx, ace, place)
    here = await escalations.number_at(tx, place)
    return here == ace.number


async def check_sees(tx: Tx, ace: Escalation, person: str, *, key: str) -> None:
    """Raises Refusal when `person` may not see it."""
    if not await sees(tx, ace, person):
        raise unseen(key)


async def check_claims(tx: Tx, ace: Escalation, person: str, *, key: str) -> None:
    """Raises Refusal when `person` may not claim it."""
    if not ace.visibility.is_private:
        await check(tx, Permission.CLAIM, person)
    elif person not in await group(tx, ace.visibility):
        raise Refusal(
            f"{key} is a private case, and only the people named for it in the policy can claim it. "
            "You are not among them, so nothing was changed."
        )


async def group(tx: Tx, visibility: Visibility) -> list[str]:
    """The user ids of those who may see and claim every private case of one sort, as far as Slack told."""
    return await people.members(tx, tx.policy.private.of(visibility))


async def in_charge(tx: Tx, ace: Escalation) -> list[str]:
    """Who decides about a case's viewers: its EM; until there is one its group, or else the filer."""
    if ace.em:
        return [ace.em]
    members = await group(tx, ace.visibility) if ace.visibility.is_private else []
    return members[:AT_MOST] or [ace.filer]


async def decides(tx: Tx, ace: Escalation, person: str) -> bool:
    """Whether somebody who sees a case may decide who else does; of an open one everybody on it may."""
    if not ace.visibility.is_private:
        on_it = person in await escalations.involved(tx, ace.number)
        return on_it or await may(tx, Permission.CHANGE, person)
    return person in await in_charge(tx, ace) or person in await group(tx, ace.visibility)


async def ownerless(tx: Tx) -> list[Visibility]:
    """The sorts of private cases that nobody may claim, since their group is empty or unknown."""
    return [each for each in Visibility if each.is_private and not await group(tx, each)]


async def check(tx: Tx, what: Permission, person: str) -> None:
    """Raises Refusal when the policy does not let `person` do it."""
    if await may(tx, what, person):
        return
    log.info("not permitted", what=what.value, by=person)
    if tx.policy.permissions[what] == "members" and not await people.find(tx, person):
        raise Refusal(
            "Slack did not tell ACE in time who you are, so nothing was changed. "
            "Please try again in a moment. If it stays, whoever runs ACE finds why with `./ace doctor`."
        )
    raise Refusal(
        f"You may not {what.label} in this workspace: the policy leaves that to others. "
        "Nothing was changed. Ask a full member of the team to do it."
    )


async def may(tx: Tx, what: Permission, person: str) -> bool:
    """Whether the policy lets `person` do it; somebody unknown may be a guest, so they count as one."""
    rule = tx.policy.permissions[what]
    if isinstance(rule, str):
        known = await people.find(tx, person)
        return permissions.may(rule, person, guest=known is None or known.guest)
    return person in await people.members(tx, rule)
