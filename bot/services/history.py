"""History: the automatic timeline entries that every change leaves."""

from bot import log
from bot.playbook import naming
from bot.playbook.timeline import EntryKind
from storage import entries
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation


def note(tx: Tx, ace: Escalation, kind: EntryKind, text: str, *, by: str | None, **data: object) -> None:
    """Write an entry for a change made in this transaction; `data` is what later reading needs of it.

    What is logged from here on carries the key.
    """
    log.concerns(naming.key(ace.number, tx.policy.keys.prefix))
    kept: Json = {name: value for name, value in data.items() if value is not None}
    entries.write(tx, ace.number, kind, text, by=by, data=kept)
