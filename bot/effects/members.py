"""Who is in the case channel: everyone involved and the product's responders, invited in one call."""

from bot.effects import frame
from bot.effects.codes import ARCHIVED, REMOVED
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from storage import outbox, overview, people
from storage.columns import Json
from storage.database import Tx
from storage.models import SurfaceKind
from storage.outbox import Effect
from storage.overview import Overview

AT_ONCE = 100  # people in one conversations.invite
HARMLESS = {"already_in_channel", "cant_invite_self"}
OUT_ALREADY = {"not_in_channel", "user_not_found", "cant_kick_self"}


async def invite(courier: Courier) -> Outcome:
    """Invite whoever belongs to the case and was not invited yet; keep who could not be, and why."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
        wanted = await _wanted(tx, case) if case else []
    if case is None or not case.room:
        return NOTHING
    invited: list[str] = list(case.detail(SurfaceKind.MEMBERS).get("invited", []))
    missing = [person for person in wanted if person not in invited]
    refused: dict[str, str] = {}
    try:
        for start in range(0, len(missing), AT_ONCE):
            refused |= await _call(courier, case.room, missing[start : start + AT_ONCE])
    except Refused as no:
        return Outcome(record=frame.lost(case, no.code))
    problem = next(iter(refused.values()), None)
    invited += [person for person in missing if person not in refused]
    if not case.ace.visibility.is_private:
        return Outcome(record=_record(case, invited, refused, {}), problem=problem)
    staying = await _taken_out(courier, case.room, [person for person in invited if person not in wanted])
    left = [person for person in invited if person in wanted or person in staying]
    return Outcome(record=_record(case, left, refused, staying), problem=problem)


async def _taken_out(courier: Courier, room: str, former: list[str]) -> dict[str, str]:
    """Take those who are no longer on a private case out of its channel; who stays, with Slack's error."""
    staying: dict[str, str] = {}
    for person in former:
        try:
            await courier.call(courier.client.conversations_kick, channel=room, user=person)
        except Refused as no:
            if no.code not in OUT_ALREADY:
                staying[person] = no.code
    return staying


async def _wanted(tx: Tx, case: Overview) -> list[str]:
    wanted = list(case.involved)
    product = case.policy.products.get(case.ace.product)
    made_private = case.detail(SurfaceKind.CHANNEL).get("private")  # stays so when the case is opened up
    if product and product.responders and not (case.ace.visibility.is_private or made_private):
        wanted += await people.members(tx, [product.responders])
    known = {each: await people.find(tx, each) for each in wanted}
    gone = {each for each, person in known.items() if person and (person.deactivated or person.bot)}
    return [each for each in dict.fromkeys(wanted) if each not in gone]


async def _call(courier: Courier, channel: str, missing: list[str]) -> dict[str, str]:
    """Invite them; who could not be, with Slack's error for each.

    Raises Refused when the channel is out of the app's reach.
    """
    try:
        answer = await courier.call(
            courier.client.conversations_invite, channel=channel, users=missing, force=True
        )
    except Refused as no:
        named = _errors(no.answer)
        if not named and no.code in ARCHIVED | REMOVED:
            raise
        rest = [person for person in missing if person not in named]
        more = await _call(courier, channel, rest) if named and rest else {}
        return _meant(named or dict.fromkeys(missing, no.code)) | more
    return _meant(_errors(answer))


def _errors(answer: Json) -> dict[str, str]:
    return {
        str(each.get("user")): str(each.get("error"))
        for each in answer.get("errors") or []
        if isinstance(each, dict) and each.get("user") and not each.get("ok")
    }


def _meant(errors: dict[str, str]) -> dict[str, str]:
    """Those errors that keep somebody outside."""
    return {user: code for user, code in errors.items() if code not in HARMLESS}


def _record(case: Overview, invited: list[str], refused: dict[str, str], staying: dict[str, str]) -> Record:
    number = case.ace.number
    before: dict[str, str] = case.detail(SurfaceKind.MEMBERS).get("refused") or {}
    stayed: dict[str, str] = case.detail(SurfaceKind.MEMBERS).get("staying") or {}

    async def record(tx: Tx) -> None:
        values: Json = {"channel": case.channel, "problem": next(iter(refused.values()), None)}
        detail: Json = {"invited": invited, "refused": refused}
        if staying:
            detail["staying"] = staying
        await frame.keep(tx, number, SurfaceKind.MEMBERS, **values, detail=detail)
        if before != refused or staying != stayed:
            await outbox.add(tx, Effect.OPENING, number)
        em = case.ace.em
        if em and em in refused and em not in before:
            what = f"not-invited-{case.channel}-{em}"
            await outbox.once(tx, Effect.SAY, number, what, detail={"what": "not_invited", "to": em})

    return record
