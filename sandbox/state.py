"""What the simulated workspace holds: plain records in memory, as Slack would describe them."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    """A member, guest or bot; ids start with U."""

    id: str
    name: str  # handle, lower case: "ana"
    real_name: str
    tz: str = "Europe/London"
    email: str = ""
    deleted: bool = False
    is_restricted: bool = False  # multi-channel guest
    is_ultra_restricted: bool = False  # single-channel guest
    is_bot: bool = False
    is_admin: bool = False
    title: str = ""


@dataclass
class Message:
    """One message; `sandbox.shapes.message` draws it as Slack shows it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    edited: Json | None = None  # {"user", "ts"}
    reactions: dict[str, list[str]] = field(default_factory=dict)  # emoji name -> user ids, in order
    files: list[str] = field(default_factory=list)  # file ids
    extra: Json = field(default_factory=dict)  # subtype fields: topic, old_name, inviter …
    ephemeral_to: str | None = None  # a user id: only this person sees it, the API never finds it
    deleted: bool = False
    hidden: bool = False


@dataclass
class Pin:
    """A pinned message."""

    ts: str
    by: str
    at: int


@dataclass
class Channel:
    """A conversation; ids start with C (public and private) or D (direct message)."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False
    is_general: bool = False
    members: list[str] = field(default_factory=list)
    topic: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    purpose: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    messages: dict[str, Message] = field(default_factory=dict)  # by ts, in order
    pins: list[Pin] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)  # as bookmarks.list shows them
    canvas_id: str | None = None
    previous_names: list[str] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)  # root ts -> ts of its replies, in order

    @property
    def kind(self) -> str:
        """`channel`, `group` (private), `im` or `mpim`, as events call it in channel_type."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"


@dataclass
class Section:
    """One Markdown element of a canvas; its id stays while its neighbours change."""

    id: str
    markdown: str


@dataclass
class File:
    """An uploaded file or a canvas; ids start with F."""

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    created: int
    content: bytes = b""
    channels: list[str] = field(default_factory=list)
    is_canvas: bool = False
    complete: bool = False
    alt_txt: str = ""
    length: int = 0  # bytes announced to files.getUploadURLExternal
    sections: list[Section] = field(default_factory=list)  # of a canvas; `content` is their text joined


@dataclass
class Usergroup:
    """A user group; ids start with S."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass
class View:
    """A modal on a person's screen, or a Home tab; `body` is the view as the app sent it."""

    id: str
    user: str
    app_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    external_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)  # state.values as typed so far
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> what the app said


@dataclass
class App:
    """An installed app, made from its manifest."""

    id: str
    name: str
    bot_id: str
    bot_user: str
    manifest: Json
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: set[str]
    request_url: str | None = None  # where HTTP deliveries go; None until known
    socket_mode: bool = False
    home_views: dict[str, View] = field(default_factory=dict)  # by user id
    installed: bool = True  # False once uninstalled: its tokens answer account_inactive


@dataclass
class Call:
    """One Web API call, for tests and for the page's log."""

    at: float
    method: str
    args: Json
    answer: Json
    status: int
    app_id: str | None


@dataclass
class Notification:
    """Something a person's device would have buzzed for: a direct message or a mention, new messages only."""

    user: str
    channel: str
    ts: str
    why: str  # "dm" | "mention" | "group" | "broadcast" | "thread"
    text: str


@dataclass
class Team:
    """The workspace itself; `url` ends with a slash and becomes the sandbox's own address once served."""

    id: str
    name: str
    domain: str
    url: str
