"""The team matrix: its list, adding to it and removing from it."""

from blocks import stakeholders_form
from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.refusal import Refusal
from bot.services import stakeholders
from handlers.cases import looked_up, tell_outside
from handlers.lists import entry_of, grow, redraw
from handlers.people import introduced
from handlers.request import Request
from handlers.words import whom_and_what


async def begin(request: Request, number: int) -> None:
    """Show the list."""
    await request.open(stakeholders_form.listing(await looked_up(request, number, Act.STAKEHOLDERS)))


async def add(request: Request) -> None:
    """Add what was filled in, and show the list with it."""
    new = stakeholders_form.read_new(request.view)
    await introduced(request, [new.person] if new.person else [])
    async with request.store.begin() as tx:
        await stakeholders.add(
            tx, new.number, new.person, new.name, new.part, by=request.by, ending=new.ending
        )
    await grow(request, stakeholders_form.listing(await looked_up(request, new.number)))


async def remove(request: Request) -> None:
    """Take one off the list, and show it without them."""
    number, row = entry_of(request)
    async with request.store.begin() as tx:
        await stakeholders.remove(tx, number, row, by=request.by)
    await redraw(request, stakeholders_form.listing(await looked_up(request, number)))


async def words(request: Request, number: int, said: str) -> None:
    """Add one in a line: a person and their part, or a name, a colon and their part."""
    person, rest = await whom_and_what(request, said)
    name, _, part = ("", "", rest) if person else rest.partition(":")
    if not is_said(part) or not (person or is_said(name)):
        raise Refusal(
            "Write who it is and what they are there for: `/ace stakeholders Web team: owns the export`, or "
            "`/ace stakeholders @zoe owns the export`. Nothing was changed."
        )
    async with request.store.begin() as tx:
        await stakeholders.add(tx, number, person, name.strip(), part.strip(), by=request.by)
    await tell_outside(request, number, "Added to the stakeholders. `/ace stakeholders` shows them all.")
