"""A case in Discovery is assessed, its team named, and Triage begun."""

from bot.playbook.lifecycle import Status
from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.assessing import scores
from tests.leading import led
from tests.tours.tour import Answers, Tour

BY_WORD: dict[str, Answers] = {
    "trend": {"Where is it heading?": "Worsening", "Why": "a second region reports it"},
    "scope": {
        "Have we seen it ourselves?": "No, it does not happen here",
        "What was looked at?": ["The status page", "Recent deployments"],
        "How far does it go?": "A region",
        "What was found": "it began with the last deploy",
    },
    "assess": {"When did it begin?": "At noon", "What happened before it?": "A deploy"},
    "systemic": {"Incident lead": "zoe", "Link of the incident": "https://inc.example.com/7", "Why": "many"},
    "next": {"Whose turn is it?": "zoe", "What do they do?": "compares the exports"},
    "assign": {"Tech lead": "zoe", "Scribe": "max"},
    "log": {"What is it?": "Decision", "What to log?": "roll back"},
    "links": {"Link of the call": "https://call.example.com/1"},
}
PERSON, NAME, PART = "Person", "Or a team, or somebody outside", "What are they there for?"


async def assessed(tour: Tour) -> None:
    """Everything that Discovery asks for, by its forms."""
    world, eli = tour.world, tour.world.eli
    room = await led(world, Status.DISCOVERY, ready=False)
    await eli.types("/ace severity", in_=room)
    await scores(eli)
    await tour.sends(eli)
    for words, answers in BY_WORD.items():
        await tour.says(eli, words, answers, in_=room)
    await tour.presses(eli, "Undo")
    await _agreed(tour, room)
    await _listed(tour, room)
    await eli.presses("More", on=await world.card(SurfaceKind.OPENING))
    await tour.leaves(eli)
    await tour.says(eli, "triage", {"Why now?": "the scope is clear"}, in_=room)


async def _agreed(tour: Tour, room: Channel) -> None:
    """What has a time."""
    eli = tour.world.eli
    call = {"What is there to record?": "It was held", "Outcome or reason": "we know what to do"}
    await tour.says(eli, "discovery", call, in_=room)
    arranged = {"What is there to record?": "It is arranged", "When": tour.soon(hours=1)}
    await tour.says(eli, "call", arranged | {"Link": "https://call.example.com/2"}, in_=room)
    plan = {"Who tells the customer?": "eli", "How?": "E-mail", "When next?": tour.soon(hours=3)}
    await tour.says(eli, "plan", plan, in_=room)
    await eli.types("/ace checklist", in_=room)
    await eli.chooses("What kind of trouble is it?", "Process: deadlines")
    await tour.sends(eli, {"Triaged": "one customer"})


async def _listed(tour: Tour, room: Channel) -> None:
    """What stands in lists: stakeholders and exit criteria."""
    eli = tour.world.eli
    for answers in (
        {PERSON: "noor", PART: "decides on credits"},
        {NAME: "Legal", PART: "reads the contract"},
    ):
        await tour.says(eli, "stakeholders", answers, in_=room)
    await eli.types("/ace stakeholders", in_=room)
    await tour.presses(eli, "Remove")
    await tour.leaves(eli)
    new = "What must hold before this is resolved?"
    await tour.says(eli, "criteria", {new: "Exports work again\nNobody waits"}, in_=room)
    for entry, answers in {
        "Mark met": {"What shows that it holds?": "40 exports"},
        "Edit": {"What must hold?": "Nobody waits any more"},
        "Waive": {"Why is it waived?": "they are closed tomorrow"},
    }.items():
        await eli.types("/ace criteria", in_=room)
        await eli.presses(entry)
        await tour.sends(eli, answers)
        await tour.leaves(eli)
