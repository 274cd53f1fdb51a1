"""What each message about a retrospective looks like as things stand now, with its files."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from blocks import retro_documents, retro_messages, retro_report
from blocks.cards import Card
from blocks.retro_calendar import calendar
from bot.effects.retrospective_files import Attachment
from bot.playbook import naming
from bot.playbook.retrospective import Content, Section
from bot.playbook.retrospective_publication import Audience, Facts
from bot.services.retrospective_publishing import named
from bot.services.retrospective_report import CHANNEL
from storage import overview, retro_overview, retrospectives
from storage.columns import Json
from storage.database import Tx
from storage.retro_overview import RetroOverview
from storage.workplace import Workplace

QUESTIONS = 6  # open questions on the agenda


@dataclass(frozen=True)
class Drawn:
    """A message, its files, and the document for a canvas, if one shall be made."""

    card: Card
    files: tuple[Attachment, ...] = ()
    canvas: tuple[str, str] | None = None  # (title, Markdown)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the case, the intention's detail, and the message as far as it stands."""

    number: int
    detail: Json
    place: Workplace
    canvas: str | None = None

    @property
    def to(self) -> str:
        """The person or channel."""
        to = str(self.detail["to"])
        return to if to != CHANNEL else self.place.retro_channel or self.place.alert_channel


async def approval(tx: Tx, wanted: Wanted) -> Drawn | None:
    """The request to one approver, with the document."""
    view = await retro_overview.of(tx, wanted.number)
    which = int(wanted.detail["request"])
    asked = await retrospectives.request(tx, wanted.number, which)
    if view is None or asked is None:
        return None
    earlier = await retrospectives.request(tx, wanted.number, which - 1)
    before = named(view, Content.from_json(earlier.content)) if earlier else None
    content = named(view, Content.from_json(asked.content))
    card = retro_messages.approval(view, asked, content, before, wanted.to)
    return Drawn(card, _documents(view, Content.from_json(asked.content), f"for approval {which}"))


async def document(tx: Tx, wanted: Wanted) -> Drawn | None:
    """The document for whoever asked for it."""
    view = await retro_overview.of(tx, wanted.number)
    if view is None:
        return None
    return Drawn(retro_messages.document(view), _documents(view, view.content, "as it stands", markdown=True))


def _documents(
    view: RetroOverview, content: Content, what: str, *, markdown: bool = False
) -> tuple[Attachment, ...]:
    made, facts = named(view, content), view.facts()
    name, title = f"retrospective-{view.key.lower()}", f"Retrospective {view.key} ({what})"
    files = [Attachment(f"{name}.html", title, retro_documents.html(made, facts), content.hash)]
    if markdown:
        files.append(Attachment(f"{name}.md", title, retro_documents.markdown(made, facts), content.hash))
    return tuple(files)


async def publication(tx: Tx, wanted: Wanted) -> Drawn | None:
    """The post of a version exactly as it was published, with its three files."""
    which = int(wanted.detail["version"])
    versions = await retrospectives.versions(tx, wanted.number)
    published = next((each for each in versions if each.version == which), None)
    if published is None:
        return None
    content, facts = Content.from_json(published.content), Facts.from_json(published.facts)
    hidden = published.audience is Audience.ANONYMOUS
    name = "retrospective" if hidden else f"retrospective-{naming.latin(facts.key)}"
    title = "Retrospective" if hidden else f"Retrospective {facts.key}"
    again = f" v{which}" if which > 1 else ""
    text = retro_documents.markdown(content, facts)
    link = wanted.place.canvas(wanted.canvas) if wanted.canvas else None
    return Drawn(
        retro_messages.publication(published, content, facts, link),
        (
            Attachment(
                f"{name}.html", f"{title}{again}", retro_documents.html(content, facts), published.hash
            ),
            Attachment(f"{name}.md", f"{title}{again}, Markdown", text, published.hash),
            Attachment(
                f"{name}-post.md",
                f"{title}{again}, draft of a post",
                retro_documents.post(content, facts),
                published.hash,
            ),
        ),
        (f"{title}{again}", text),
    )


async def invitation(tx: Tx, wanted: Wanted) -> Drawn | None:
    """The invitation to one person, with the agenda and a file for their calendar."""
    view = await retro_overview.of(tx, wanted.number)
    if view is None or view.retro.meeting.get("sequence") != wanted.detail["sequence"]:
        return None  # it was moved before this went out
    card, at = retro_messages.invitation(view, wanted.to), view.meeting_at
    if card is None or at is None:
        return None
    meeting = view.retro.meeting
    minutes, place = int(meeting.get("minutes") or 60), str(meeting.get("place") or "")
    agenda = retro_documents.agenda(
        view.content, view.facts(), at=at, minutes=minutes, place=place, questions=_questions(view)
    )
    sent = str(wanted.detail["sequence"])
    file = calendar(
        uid=f"retrospective-{view.key.lower()}@{wanted.place.team}.ace",
        at=at,
        minutes=minutes,
        title=f"Retrospective {view.key}: {view.case.ace.customer}",
        text=agenda,
        place=place,
        sequence=int(wanted.detail["sequence"]),
        now=view.retro.edited_at,
    )
    return Drawn(
        card,
        (
            Attachment(f"retrospective-{view.key.lower()}.ics", "For your calendar", file, sent),
            Attachment(f"agenda-{view.key.lower()}.txt", "Agenda", agenda, sent),
        ),
    )


def _questions(view: RetroOverview) -> list[str]:
    """What is still open, asked openly: sections without a word, and hypotheses nobody settled."""
    empty = [section for section in Section if section.is_text and view.content.is_empty(section)]
    asked = [f"{section.label}: {section.hint}" for section in empty]
    guesses = [line.text for line in view.content.timeline if line.kind == "Hypothesis"]
    return [*asked, *(f"Did it hold? {guess}" for guess in guesses)][:QUESTIONS]


async def recall(tx: Tx, wanted: Wanted) -> Drawn | None:
    """What earlier retrospectives left open, as a case begins."""
    case = await overview.of(tx, wanted.number)
    made = retro_messages.recall(case, wanted.detail) if case else None
    return Drawn(made) if made else None


async def weekly(tx: Tx, wanted: Wanted) -> Drawn | None:
    """The report of a week on the action items of retrospectives."""
    made = retro_report.weekly(await retro_report.read(tx, wanted.detail))
    return Drawn(made) if made else None


DRAWN: Mapping[str, Callable[[Tx, Wanted], Awaitable[Drawn | None]]] = {
    "approval": approval,
    "document": document,
    "publication": publication,
    "invitation": invitation,
    "recall": recall,
    "weekly": weekly,
}
