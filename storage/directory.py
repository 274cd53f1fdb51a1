"""The directory: what Slack told us of people and groups, kept as plain records."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Json
from storage.database import Tx
from storage.models import Person, Usergroup


async def learn(tx: Tx, user: Json) -> Person | None:
    """Keep a user object of Slack's; unknown fields are ignored, missing ones have a default."""
    identity = _text(user.get("id"))
    if not identity:
        return None
    found = user.get("profile")
    profile: Json = found if isinstance(found, dict) else {}
    names = (user.get("real_name"), profile.get("real_name"), profile.get("display_name"), user.get("name"))
    name = next(filter(None, map(_text, names)), identity)
    person = await tx.session.get(Person, identity) or await _met(tx, identity)
    person.name = name[:100]
    person.zone = _text(user.get("tz"))[:64] or person.zone
    person.guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    person.deactivated = bool(user.get("deleted"))
    person.bot = bool(user.get("is_bot"))
    person.learned_at = tx.now
    await tx.flush()
    return person


def _text(found: object) -> str:
    """Without NUL characters, which no database keeps."""
    return found.replace("\x00", "").strip() if isinstance(found, str) else ""


async def _met(tx: Tx, identity: str) -> Person:
    """A record for somebody new; two requests of theirs may come at the same time."""
    insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert(Person)
    new = insert.values(
        id=identity, name=identity, zone="UTC", guest=False, deactivated=False, bot=False, learned_at=tx.now
    )
    await tx.exec(new.on_conflict_do_nothing(index_elements=["id"]))
    return await tx.session.get_one(Person, identity)


async def learn_groups(tx: Tx, groups: list[Json]) -> None:
    """Keep Slack's user groups; one that is gone or disabled has nobody."""
    known = {each.id: each for each in (await tx.exec(select(Usergroup))).scalars()}
    for group in groups:
        identity = str(group.get("id") or "")
        if not identity:
            continue
        users = [] if group.get("date_delete") else [str(user) for user in group.get("users") or []]
        record = known.pop(identity, None) or Usergroup(id=identity, handle="", learned_at=tx.now)
        record.handle = str(group.get("handle") or "")[:100]
        record.members = users
        record.learned_at = tx.now
        tx.add(record)
    for gone in known.values():
        gone.members = []
        gone.learned_at = tx.now


async def learn_group_members(tx: Tx, identity: str, users: list[str]) -> bool:
    """Keep a known group's members; False when the group is not known."""
    group = await tx.session.get(Usergroup, identity)
    if group is None:
        return False
    group.members = list(users)
    group.learned_at = tx.now
    return True
