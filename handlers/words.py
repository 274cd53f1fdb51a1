"""What stands behind a command, as people read it: Slack delivers it escaped, with ids for names."""

from blocks import received
from handlers.people import introduced
from handlers.request import Request
from storage import people


async def plainly(request: Request, words: str) -> str:
    """The words of a command as plain text, ready to be kept."""
    named = received.people_in(words)
    names: dict[str, str] = {}
    if named:
        await introduced(request, named)
        async with request.store.read() as tx:
            names = await people.names(tx, named)
    return received.readable(words, names)


async def whom_and_what(request: Request, words: str) -> tuple[str, str]:
    """The first person that the words of a command mention, "" when none, and the words without them."""
    named = received.people_in(words)
    if not named:
        return "", await plainly(request, words)
    await introduced(request, named)
    async with request.store.read() as tx:
        names = await people.names(tx, named)
    said = " ".join(received.readable(words, names, without=named[:1]).split())
    return named[0], said
