"""What the customer heard and said: logged by form or by words, and promises settled."""

from blocks import contact_form, kit
from blocks.case_form import number_of
from blocks.ids import to_do
from blocks.received import people_in, readable
from bot.playbook import contacts as rules
from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.contacts import Told
from bot.playbook.work import Medium
from bot.services import contacts
from bot.services.contacts import Promised
from handlers.cases import in_room, looked_up
from handlers.once import is_first
from handlers.request import Request
from storage import people


async def begin(request: Request, number: int) -> None:
    """Ask what was said and promised."""
    await request.open(contact_form.view(await looked_up(request, number, Act.CONTACT)))


async def log(request: Request) -> None:
    """Log it."""
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await contacts.log(tx, number_of(request.view), contact_form.read(request.view), by=request.by)
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Log what was told just now, by the planned way; the answer asks what was promised."""
    case = await looked_up(request, number, Act.CONTACT)
    plan = case.progress.plan
    async with request.store.begin() as tx:
        names = await people.names(tx, people_in(said))
        direction, line = rules.spoken(readable(said, names))
        medium = plan.medium if plan else Medium.TICKET
        told = Told(direction=direction, medium=medium, said=line)
        await contacts.log(tx, number, told, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    logged = f"Logged on {key}: {direction.label.lower()} ({medium.label})."
    asked = "Was something promised for a certain time?"
    if not await in_room(request, number):
        asked = f"{logged} {asked}"
    button = kit.button("Record promise", to_do(Act.PROMISES, number))
    await request.ack(text=asked, blocks=[kit.section(asked, accessory=button)])


async def begin_promises(request: Request, number: int) -> None:
    """Show the promises, to be settled, and room for one more."""
    await request.open(contact_form.promises(await looked_up(request, number, Act.PROMISES)))


async def promise(request: Request) -> None:
    """Settle promises, and record one."""
    settled, (what, due_at, reason) = contact_form.read_promises(request.view)
    made = Promised(what=what, due_at=due_at, reason=reason)
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await contacts.promise(tx, number_of(request.view), settled, made, by=request.by)
    await request.close()
