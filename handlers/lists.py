"""Lists inside forms: drawn again after a change that was made from one of their entries."""

from blocks.ids import DIGITS, parts
from blocks.kit import Json
from bot.playbook.refusal import Refusal
from handlers.reading import text
from handlers.request import Request

GONE = "That entry cannot be read, so nothing was changed. Open the form again with `/ace`."


def entry_of(request: Request) -> tuple[int, int]:
    """The case and the entry of a list that a menu or a button names.

    Raises Refusal when it names none.
    """
    _, number, rest = parts(text(request.action, "action_id"))
    entry = rest.rpartition(":")[2]
    if number is None or not (entry.isascii() and entry.isdigit() and len(entry) <= DIGITS):
        raise Refusal(GONE)
    return number, int(entry)


async def redraw(request: Request, view: Json) -> None:
    """Show the list, in whose entry something was chosen, as it is now; elsewhere there is none to show."""
    if text(request.view, "type") == "modal":
        await request.door.client.views_update(view_id=text(request.view, "id"), view=view)


async def grow(request: Request, view: Json) -> None:
    """Something was added in the list's own field: show the list with it."""
    await request.ack(response_action="update", view=view)


async def back(request: Request, view: Json) -> None:
    """The form behind an entry is done: it closes, and the list beneath shows what came of it."""
    if beneath := text(request.view, "previous_view_id"):
        await request.door.client.views_update(view_id=beneath, view=view)
    await request.ack()
