"""Approvers: who can be asked to approve a retrospective, and why somebody cannot."""

import re
from collections.abc import Sequence

from bot.playbook.refusal import Refusal
from bot.services import privacy, teammates
from storage import people
from storage.database import Tx
from storage.models import Escalation
from storage.retro_records import Retrospective

PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")  # a user id of Slack's


async def fitting(tx: Tx, ace: Escalation, retro: Retrospective, named: Sequence[str]) -> list[str]:
    """Who is asked; Raises Refusal that says why somebody cannot be, when that leaves too few."""
    rules = tx.policy.approvals
    wanted = await people.members(tx, rules.approvers) if rules.approvers else list(named)
    fit: list[str] = []
    reasons: list[str] = []
    names = await people.names(tx, wanted)
    for person in dict.fromkeys(wanted):
        await teammates.learn(tx, ace, person)
        if why := await unfit(tx, ace, retro, person):
            reasons.append(f"{names.get(person, 'Somebody')} {why}.")
        else:
            fit.append(person)
    least = len(fit) if isinstance(rules.need, str) else rules.need
    if fit and len(fit) >= max(least, 1) and not (reasons and not rules.approvers):
        return fit
    said = "Nobody is named to approve it." if not wanted else " ".join(reasons)
    few = f"{least} have to approve, and {len(fit)} can." if fit and len(fit) < least else ""
    how = (
        "Ask whoever runs ACE to change [approvals] in its policy."
        if rules.approvers
        else "Choose other people who may see this case, not the owner."
    )
    raise Refusal(" ".join(filter(None, [said, few, how, "Nothing was sent."])), field="approvers")


async def unfit(tx: Tx, ace: Escalation, retro: Retrospective, person: str) -> str | None:
    """Why somebody cannot be asked, None when they can."""
    if not PERSON.fullmatch(person):
        return "cannot be found"
    known = await people.find(tx, person)
    if person == retro.owner:
        return "owns it, and nobody approves their own"
    if known and known.deactivated:
        return "has left"
    if known and known.bot:
        return "is an app"
    if not await privacy.sees(tx, ace, person):
        return "may not see this case"
    return None


async def check_person(tx: Tx, ace: Escalation, person: str, *, field: str) -> None:
    """Raises Refusal when somebody has left, is an app, or may not see the case."""
    if not PERSON.fullmatch(person):
        raise Refusal("Slack knows nobody like that. Nothing was changed; choose a person.", field=field)
    known = await people.find(tx, person)
    name = known.name if known else "They"
    if known and (known.deactivated or known.bot):
        what = "is an app" if known.bot else "has left the workspace"
        raise Refusal(f"{name} {what}. Nothing was changed; choose somebody else.", field=field)
    if not await privacy.sees(tx, ace, person):
        raise Refusal(
            f"{name} may not see this case. Nothing was changed; choose somebody on it.", field=field
        )


async def still_here(tx: Tx, asked: Sequence[str]) -> list[str]:
    """Those of the approvers who have not left."""
    found = [(person, await people.find(tx, person)) for person in asked]
    return [person for person, known in found if known is None or not known.deactivated]
