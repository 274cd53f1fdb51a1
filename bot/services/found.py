"""Finding the escalation that somebody's press or message is about."""

from bot import log
from bot.playbook import naming
from bot.services import privacy
from storage import escalations
from storage.database import Tx
from storage.models import Escalation


async def found(tx: Tx, number: int | None, *, by: str, lock: bool = False) -> Escalation:
    """The escalation, held for this transaction when `lock`.

    Raises Refusal when there is none that `by` may see; the words do not tell which.
    """
    key = naming.key(number or 0, tx.policy.keys.prefix)
    ace = None
    if number:
        ace = await (escalations.lock(tx, number, by=by) if lock else escalations.find(tx, number))
    if ace is None:
        raise privacy.unseen(key)
    log.concerns(key)
    await privacy.check_sees(tx, ace, by, key=key)
    return ace
