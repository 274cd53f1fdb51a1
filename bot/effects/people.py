"""Learning about people and groups from Slack, and each person's Home tab."""

import structlog

from blocks import home
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.services import privacy
from storage import directory, outbox, retrospectives
from storage.columns import Json
from storage.database import Tx
from storage.outbox import Effect

log = structlog.get_logger(__name__)


async def learn_person(courier: Courier) -> Outcome:
    """Fetch what Slack knows of one person."""
    try:
        answer = await courier.call(courier.client.users_info, user=courier.lease.detail["user"])
    except Refused as no:
        if no.code not in {"user_not_found", "user_not_visible"}:
            raise
        return NOTHING
    return Outcome(record=_person(answer["user"], courier.number))


def _person(user: Json, number: int) -> Record:
    """Keep them, and draw the cards of the case again that spoke of them by id."""

    async def record(tx: Tx) -> None:
        await directory.learn(tx, user)
        if number:
            for effect in (Effect.ALERT, Effect.TRACKER, Effect.OPENING, Effect.TOPIC, Effect.DOCUMENT):
                await outbox.add(tx, effect, number)
            if await retrospectives.find(tx, number):
                await outbox.add(tx, Effect.RETROSPECTIVE, number)

    return record


async def learn_groups(courier: Courier) -> Outcome:
    """Fetch every user group with its members; a plan without groups has none."""
    try:
        answer = await courier.call(courier.client.usergroups_list, include_users=True)
    except Refused as no:
        if no.code not in {"plan_upgrade_required", "missing_scope"}:
            raise
        return Outcome(record=_warn)
    groups: list[Json] = answer.get("usergroups") or []

    async def record(tx: Tx) -> None:
        await directory.learn_groups(tx, groups)
        await _warn(tx)

    return Outcome(record=record)


async def _warn(tx: Tx) -> None:
    """Say in the log whose private cases nobody may claim."""
    for kind in await privacy.ownerless(tx):
        log.warning("nobody can claim private cases of this kind", policy=f"[private.{kind}] members")


async def show_home(courier: Courier) -> Outcome:
    """Publish somebody's Home tab."""
    try:
        await courier.call(
            courier.client.views_publish, user_id=courier.lease.detail["user"], view=home.home()
        )
    except Refused as no:
        if no.code not in {"not_enabled", "user_not_found"}:
            raise
    return NOTHING
