"""The doors to every act on a case: its button wherever it stands, the form of all of them, and undo."""

from blocks.ids import parts
from blocks.panel_form import panel
from bot.playbook import acts, naming
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import possible
from bot.services import undo as undoing
from bot.services.found import found
from handlers.cases import looked_up
from handlers.reading import text
from handlers.request import Request


async def do(request: Request) -> None:
    """Begin the act that the button names."""
    act = Act.of(parts(text(request.action, "action_id"))[2])
    taken = request.door.acts.get(act) if act else None
    if act is None or taken is None:
        raise Refusal("This button belongs to an older version. Nothing was changed; open `/ace` instead.")
    await _fits(request, act, case_of(request))
    await taken.begin(request, case_of(request))


async def _fits(request: Request, act: Act, number: int) -> None:
    """Raises Refusal when the case has moved on since the button was drawn, so that it fits no more."""
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
    acts.check(act, ace.status, naming.key(number, request.policy.keys.prefix))


async def more(request: Request) -> None:
    """Show everything that is possible now."""
    await begin_panel(request, case_of(request))


async def begin_panel(request: Request, number: int) -> None:
    """Open the form of every act."""
    case = await looked_up(request, number)
    async with request.store.read() as tx:
        can = await possible.acts_of(tx, case, by=request.by)
    await request.open(panel(case, can & set(request.door.acts)))


async def dismissed(request: Request) -> None:
    """A form of buttons has nothing to keep: it closes."""
    await request.close()


async def undo(request: Request) -> None:
    """Take back the change that the button names."""
    change = parts(text(request.action, "action_id"))[2]
    await _undo(request, case_of(request), int(change) if change.isdecimal() else None)


async def undo_latest(request: Request, number: int) -> None:
    """Take back the newest change."""
    await _undo(request, number, None)


async def _undo(request: Request, number: int, change: int | None) -> None:
    async with request.store.begin() as tx:
        label = await undoing.undo(tx, number, change, by=request.by)
    await request.tell(f"Undone: {label} ({naming.key(number, request.policy.keys.prefix)}).")


def case_of(request: Request) -> int:
    """The case that a button names.

    Raises Refusal when it names none.
    """
    if request.number is None:
        raise Refusal("This button names no case. Nothing was changed.")
    return request.number
