"""The workspace in a browser: a team chat served by the sandbox itself, for demos and for looking around."""

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sandbox.page import acts, draw, screens, stream
from sandbox.page.doors import HEADERS, Refusal, answered, channel_of, door, failed, own_post, viewer_of
from sandbox.page.due import clock_of
from sandbox.page.marks import Marks
from sandbox.state import Json

if TYPE_CHECKING:
    from sandbox.server import Sandbox

HERE = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
)
ADDRESSES = (
    "/",
    "/archives/{channel}",
    "/archives/{channel}/{message}",
    "/docs/{team}/{canvas}",
    "/home/{app}",
)
SHEETS = (  # style sheets in the order they build on each other
    *(
        "base",
        "frame",
        "bar",
        "head",
        "panels",
        "sidebar",
        "text",
        "buttons",
        "fields",
        "messages",
        "composer",
    ),
    *("blocks", "cards", "tables", "menus", "modals", "toasts", "phone"),
)
LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes


def add_routes(app: web.Application, sandbox: "Sandbox") -> None:
    """Serve the page at / and its parts below /page/."""
    page = Page(sandbox)
    get, post = app.router.add_get, app.router.add_post
    for path in ADDRESSES:
        get(path, door(page.index))
    get("/page/bootstrap", door(page.bootstrap))
    get("/page/channel", door(page.channel))
    get("/page/thread", door(page.thread))
    get("/page/calls", door(page.calls))
    get("/page/stream", door(page.stream))
    get("/page/file/{file}", door(page.file))
    post("/page/upload", door(page.upload))
    post("/page/act/{name}", door(page.act))
    app.router.add_static("/page/static", HERE / "static")
    app.on_shutdown.append(page.stop)


class Page:
    """The page's server: what it reads and does; `marks` is how far everybody has read."""

    def __init__(self, sandbox: "Sandbox") -> None:
        """Watch the workspace of `sandbox`."""
        self.sandbox = sandbox
        self.ws = sandbox.workspace
        self.marks = Marks(self.ws)
        self.listeners: set[stream.Listener] = set()
        self.ws.watchers.append(self._hear)

    def _hear(self, news: Json) -> None:
        for listener in self.listeners:
            listener.hear(news)

    async def stop(self, _app: web.Application) -> None:
        """End all streams."""
        if self._hear in self.ws.watchers:
            self.ws.watchers.remove(self._hear)
        for listener in list(self.listeners):
            listener.close()

    async def index(self, _request: web.Request) -> web.Response:
        """The page itself; its modules ask for everything else."""
        people = (user for user in self.ws.users.values() if not user.is_bot and not user.deleted)
        first = next(people, None)
        if first is None:
            return failed(404, "This workspace has no people yet.")
        html = TEMPLATES.get_template("page.html").render(
            workspace=self.ws.team.name, first=first.name, sheets=SHEETS
        )
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    async def bootstrap(self, request: web.Request) -> web.Response:
        """Everything but the messages."""
        told = screens.bootstrap(self.ws, self.marks, self._viewer(request))
        return answered({**told, "clock": await clock_of(self.sandbox)})

    async def channel(self, request: web.Request) -> web.Response:
        """A channel's details and newest messages, back to the ts `reach`, or those `before` a ts."""
        viewer = self._viewer(request)
        channel = channel_of(self.ws, viewer, request.query.get("channel", ""))
        asked = {key: request.query.get(key) for key in ("before", "reach")}
        return answered(draw.page_of(self.ws, self.marks, channel, viewer, **asked))

    async def thread(self, request: web.Request) -> web.Response:
        """The thread under the message `ts`."""
        viewer = self._viewer(request)
        channel = channel_of(self.ws, viewer, request.query.get("channel", ""))
        return answered(draw.thread(self.ws, channel, request.query.get("ts", ""), viewer))

    async def calls(self, _request: web.Request) -> web.Response:
        """The last Web API calls."""
        return answered(screens.calls(self.ws))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """What changes from now on."""
        return await stream.serve(self, request)

    async def act(self, request: web.Request) -> web.Response:
        """Do something as a person."""
        return await acts.serve(self, request)

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes, always as a download: what people upload must not run as a page of ours."""
        viewer = self._viewer(request)
        found = self.ws.files.get(request.match_info["file"])
        if found is None or not self._may_see(viewer, found.user, found.channels):
            raise Refusal(404, "There is no such file.")
        name = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in found.name)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file for a file input; the body is its bytes."""
        own_post(request, "application/octet-stream")
        viewer = self._viewer(request)
        name = request.query.get("name", "").strip()
        content = await request.read()
        if not name or len(content) > LARGEST_UPLOAD:
            raise Refusal(400, "A file needs a name, and at most 20 MB.")
        return answered(draw.file(self.ws.upload(viewer, name, content), viewer))

    def _viewer(self, request: web.Request) -> str:
        return viewer_of(self.ws, request.query.get("as", "")).id

    def _may_see(self, viewer: str, owner: str, channels: list[str]) -> bool:
        places = [self.ws.channels[one] for one in channels if one in self.ws.channels]
        return owner == viewer or any(self.ws.visible(viewer, place) for place in places)
