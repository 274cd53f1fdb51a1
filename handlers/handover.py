"""Handing a case over: the packet, the offer, and the three answers to it."""

from blocks import handover_form
from blocks.case_form import number_of
from blocks.ids import parts
from blocks.received import people_in, readable, without_people
from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.services import handover, leadership, packets
from bot.services.found import found
from handlers.acts import case_of
from handlers.cases import looked_up
from handlers.people import introduced
from handlers.reading import text
from handlers.request import Request


async def begin(request: Request, number: int) -> None:
    """The packet to be written, or the offer that waits."""
    case = await looked_up(request, number, Act.HANDOVER)
    if case.work.handover:
        await request.open(handover_form.waiting(case, case.work.handover, request.by))
        return
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
        gone = await leadership.has_left(tx, ace)
        if not gone:
            await leadership.check_leads(tx, ace, request.by, key=case.key)
        packet = await packets.of(tx, number)
    await request.open(handover_form.left(case) if gone else handover_form.view(case, packet))


async def offer(request: Request) -> None:
    """Offer it with the packet as it was written."""
    taker, packet = handover_form.read(request.view)
    await introduced(request, [taker] if taker else [])
    async with request.store.begin() as tx:
        await handover.offer(tx, number_of(request.view), taker, packet, by=request.by)
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Offer it to whoever is named, with the packet as the record has it; other words go with it."""
    taker = next(iter(people_in(said)), None)
    if taker is None:
        raise Refusal("Name who takes it on, for example `/ace handover @zoe`. Nothing was changed.")
    await introduced(request, [taker])
    async with request.store.begin() as tx:
        packet = await packets.of(tx, number, note=readable(without_people(said), {}))
        await handover.offer(tx, number, taker, packet, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    await request.tell(
        f"{key} is offered to <@{taker}>, with what the record says. You lead it until they accept; "
        "`/ace handover` takes the offer back."
    )


async def accept(request: Request) -> None:
    """Lead it from now on."""
    async with request.store.begin() as tx:
        ace = await handover.accept(tx, case_of(request), _offered(request), by=request.by)
    await request.tell(f"You lead {naming.key(ace.number, request.policy.keys.prefix)} now.")


async def begin_decline(request: Request) -> None:
    """Ask why not."""
    case = await looked_up(request, case_of(request))
    await request.open(handover_form.decline(case, _offered(request)))


async def decline(request: Request) -> None:
    """Leave it where it is."""
    made, why = handover_form.declined(request.view)
    async with request.store.begin() as tx:
        await handover.decline(tx, number_of(request.view), made, why, by=request.by)
    await request.close()


async def withdraw(request: Request) -> None:
    """Take the offer back."""
    async with request.store.begin() as tx:
        await handover.withdraw(tx, case_of(request), _offered(request), by=request.by)
    await request.tell("The handover is withdrawn, and its message says so. Nothing else was changed.")


def _offered(request: Request) -> int:
    which = parts(text(request.action, "action_id"))[2]
    return int(which) if which.isdecimal() else 0
