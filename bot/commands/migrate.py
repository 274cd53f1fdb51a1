"""`ace migrate`: the database brought to this version's schema."""

import argparse
import asyncio

from bot.commands import console
from bot.obstacles import failures, of_database
from bot.playbook.policy import Policy
from storage import schema
from storage.clock import Clock
from storage.database import Store


def run(_options: argparse.Namespace) -> int:
    """Apply what is missing, and say which revision was reached."""
    try:
        url = console.database_url()
    except console.Refused as error:
        return console.refuse(error.faults, what="Nothing was changed")
    try:
        revision = asyncio.run(_migrate(url))
    except schema.TooNew as problem:
        return console.refuse([str(problem)], what="Nothing was changed")
    except failures(url) as problem:
        return console.refuse([of_database(url, problem)], what="Nothing was changed")
    console.say(f"The database is at revision {revision}.")
    return console.DONE


async def _migrate(url: str) -> str:
    store = Store(url, Clock(), Policy.load())
    try:
        return await schema.upgrade(store)
    finally:
        await store.close()
