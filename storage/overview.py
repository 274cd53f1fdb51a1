"""An overview: one case with everything its cards show, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.playbook import naming
from bot.playbook.guards import Facts, Goal
from bot.playbook.policy import Policy
from bot.playbook.progress import Progress
from bot.playbook.report import Report
from bot.playbook.roles import Role
from bot.playbook.timeline import NOTED
from bot.playbook.work import Term
from storage import casework, clocks, entries, escalations, people, surfaces
from storage.casework import Casework
from storage.clock_records import ClockRow
from storage.columns import Json
from storage.database import Tx
from storage.models import Entry, Escalation, Surface, SurfaceKind
from storage.workplace import Workplace

NOTES = 3  # people's own notes on a card


@dataclass(frozen=True)
class Overview:
    """A case as it stood at one instant."""

    ace: Escalation
    report: Report
    roles: dict[Role, str]  # in the order people read them
    involved: dict[str, str]  # user id -> why, in the order they came
    names: dict[str, str]
    surfaces: dict[SurfaceKind, Surface]
    linked: list[int]
    latest: list[Entry]  # the newest timeline entries, newest first
    notes: list[Entry]  # the newest of those that people noted themselves
    count: int  # entries of the timeline
    work: Casework
    clocks: list[ClockRow]  # those that run
    policy: Policy
    now: datetime

    @cached_property
    def progress(self) -> Progress:
        """What leading the case has established."""
        return Progress.from_json(self.ace.progress)

    @property
    def facts(self) -> Facts:
        """What the guards of its next step look at, but for the retrospective."""
        goals = [Goal(each.text, each.state, each.evidence, each.settled_by) for each in self.work.criteria]
        owed = [each for each in self.work.items if each.state.is_owed and each.term is Term.SHORT]
        return Facts(
            led=self.ace.em is not None,
            progress=self.progress,
            goals=goals,
            stakeholders=len(self.work.stakeholders),
            owed=len(owed),
        )

    @property
    def key(self) -> str:
        """ACE-0001."""
        return naming.key(self.ace.number, self.policy.keys.prefix)

    @property
    def channel(self) -> str | None:
        """The id of the case channel, once there is one."""
        surface = self.surfaces.get(SurfaceKind.CHANNEL)
        return surface.channel if surface else None

    @property
    def archived(self) -> bool:
        """Whether the case channel was archived."""
        return bool(self.detail(SurfaceKind.CHANNEL).get("archived"))

    @property
    def removed(self) -> bool:
        """Whether the app was taken out of the case channel."""
        return bool(self.detail(SurfaceKind.CHANNEL).get("removed"))

    @property
    def room(self) -> str | None:
        """The id of the case channel while something can be shown in it."""
        return None if self.archived or self.removed else self.channel

    def detail(self, kind: SurfaceKind) -> Json:
        """What is noted about a surface."""
        surface = self.surfaces.get(kind)
        return surface.detail if surface else {}

    def problem(self, kind: SurfaceKind) -> str | None:
        """Slack's error code, when it refused a surface."""
        surface = self.surfaces.get(kind)
        return surface.problem if surface else None

    def name(self, person: str) -> str:
        """A display name, or the id of somebody we have not met."""
        return self.names.get(person, person)

    @property
    def seats(self) -> list[tuple[str, str]]:
        """(role, display name) of everyone in a role, in the order people read them."""
        held = [(role, self.roles[role]) for role in Role if role in self.roles]
        return [(self.policy.roles[role], self.name(person)) for role, person in held]

    def message(self, kind: SurfaceKind) -> tuple[str, str] | None:
        """Channel and ts of a card that stands."""
        surface = self.surfaces.get(kind)
        return (surface.channel, surface.ts) if surface and surface.channel and surface.ts else None

    def record_link(self, place: Workplace) -> str | None:
        """The opening card's address: the record of the case."""
        card = self.message(SurfaceKind.OPENING)
        return place.permalink(*card) if card else None

    def document_link(self, place: Workplace) -> str | None:
        """The address of the state document: a canvas, or the pinned message in its stead."""
        card = self.message(SurfaceKind.DOCUMENT)
        if card is None:
            return None
        return place.canvas(card[1]) if card[1].startswith("F") else place.permalink(*card)

    def links(self, place: Workplace) -> list[str | None]:
        """Record, call and state document, in the order people need them."""
        return [self.record_link(place), self.call_link, self.document_link(place)]

    @property
    def call_link(self) -> str | None:
        """Where the team talks: what the EM set, else the policy's pattern."""
        if self.ace.call_link:
            return self.ace.call_link
        name = str(self.detail(SurfaceKind.CHANNEL).get("name") or "")
        return self.policy.call_link(key=self.key, number=self.ace.number, channel=name) or None


async def of(tx: Tx, number: int, *, latest: int = 5) -> Overview | None:
    """The overview of a case, None when there is no such case."""
    ace = await escalations.find(tx, number)
    if ace is None:
        return None
    held = await escalations.roles(tx, number)
    roles = {role: held[role] for role in Role if role in held}
    involved = await escalations.involved(tx, number)
    newest = await entries.latest(tx, number, limit=latest)
    shown = await surfaces.of_case(tx, number)
    members = shown.get(SurfaceKind.MEMBERS)
    refused: dict[str, str] = (members.detail.get("refused") or {}) if members else {}
    authors = {each.author for each in newest if each.author}
    work = await casework.of(tx, number) if ace.progress is not None else Casework()
    running = await clocks.running(tx, number)
    owners = {owner for clock in running for owner in clock.owners}
    met = {*owners, *work.people, *_named(ace), *roles.values(), *involved, ace.filer, *refused, *authors}
    return Overview(
        ace=ace,
        report=Report.from_json(ace.report),
        roles=roles,
        involved=involved,
        names=await people.names(tx, met),
        surfaces=shown,
        linked=await escalations.linked(tx, number),
        latest=newest,
        notes=await entries.latest(tx, number, limit=NOTES, kinds=NOTED),
        count=await entries.count(tx, number),
        work=work,
        clocks=running,
        policy=tx.policy,
        now=tx.now,
    )


def _named(ace: Escalation) -> set[str]:
    """Who is named in what leading the case has established."""
    made = Progress.from_json(ace.progress)
    calls = [call for call in (made.discovery_call, made.triage_call) if call]
    said = [
        *made.first_hour.values(),
        made.severity_confirmed,
        made.scope.noted if made.scope else None,
        *(call.waived for call in calls),
    ]
    named = {
        made.plan.teller if made.plan else "",
        made.feedback_manager,
        made.de_escalation.noted.by if made.de_escalation else "",
        made.systemic.lead if made.systemic else "",
        made.next_step.owner if made.next_step else "",
        *(person for each in said if each for person in (each.by, each.person)),
    }
    return named - {""}
