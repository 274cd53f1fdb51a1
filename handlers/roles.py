"""Who does what: the form of all roles, and one role by words."""

from blocks import kit, roles_form
from blocks.case_form import number_of
from blocks.received import people_in, without_people
from bot.playbook import naming
from bot.playbook.acts import Act
from bot.playbook.refusal import Refusal
from bot.playbook.roles import GIVEN, role_in
from bot.services import roles
from handlers.cases import looked_up, tell_outside
from handlers.people import introduced
from handlers.request import Request

NOBODY = {"nobody", "none", "no one", "-"}


async def begin(request: Request, number: int) -> None:
    """Show who holds which role."""
    await request.open(roles_form.view(await looked_up(request, number, Act.ASSIGN)))


async def assign(request: Request) -> None:
    """Give the roles that were changed in the form."""
    given = roles_form.read(request.view)
    await introduced(request, [person for person in given.values() if person])
    async with request.store.begin() as tx:
        await roles.assign(tx, number_of(request.view), given, by=request.by)
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Give one role: "tech lead @zoe", or "tech lead nobody"."""
    person = next(iter(people_in(said)), None)
    role, rest = role_in(without_people(said), request.policy.roles)
    if role is None or (person is None and rest.lower() not in NOBODY):
        names = ", ".join(request.policy.roles[each] for each in GIVEN)
        raise Refusal(
            f"Name a role and a person, for example `/ace assign tech lead @zoe`. The roles are: {names}. "
            "Nothing was changed."
        )
    await introduced(request, [person] if person else [])
    async with request.store.begin() as tx:
        lines = await roles.assign(tx, number, {role: person}, by=request.by)
    key = naming.key(number, request.policy.keys.prefix)
    if lines:
        await tell_outside(request, number, f"{key}: {kit.escape('; '.join(lines))}.")
    else:
        await request.tell(f"That is so already on {key}. Nothing was changed.")
