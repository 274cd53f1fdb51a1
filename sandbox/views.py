"""Modals and Home tabs: opening, pushing, updating, publishing, answering and closing them."""

from typing import TYPE_CHECKING

from sandbox.blockkit import check_view, refusal
from sandbox.errors import SlackError, invalid_arguments
from sandbox.state import App, Json, View
from sandbox.values import Values, values_of

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

STACK = 3


class Views:
    """Everybody's modal stack (`ws.stacks`, `ws.views`) and every app's Home tabs (`app.home_views`)."""

    def __init__(self, ws: "Workspace") -> None:
        """Nothing is open yet."""
        self._ws = ws
        self._revisions = 0

    # what apps do

    def open(self, app: App, trigger_id: str, view: Json) -> View:
        """Show a modal to whoever triggered it; what they had open goes away.

        Raises SlackError invalid_arguments, view_too_large, duplicate_external_id or of the trigger id.
        """
        _refuse_faults(view, "modal")
        self._refuse_taken(view, None)
        trigger = self._ws.triggers.exchange(trigger_id, app)
        self._drop(trigger.user, 0)
        return self._stack_up(app, trigger.user, view, channel=trigger.channel)

    def push(self, app: App, trigger_id: str, view: Json) -> View:
        """Lay a modal over the one the trigger came from.

        Raises SlackError like `open`, not_found when that modal is gone, push_limit_reached above three.
        """
        _refuse_faults(view, "modal")
        self._refuse_taken(view, None)
        trigger = self._ws.triggers.exchange(trigger_id, app)
        if trigger.view is None:
            raise SlackError("invalid_trigger_id")
        if trigger.view not in self._ws.stacks.get(trigger.user, []):
            raise SlackError("not_found")
        return self._stack_up(app, trigger.user, view, channel=trigger.channel)

    def update(
        self, app: App, view: Json, *, view_id: str = "", external_id: str = "", revision: str = ""
    ) -> View:
        """Replace the content of an open modal or a Home tab; what was typed in blocks that stay is kept.

        `revision` is the `hash` the app saw last. Raises SlackError invalid_arguments, view_too_large,
        not_found, hash_conflict, duplicate_external_id.
        """
        if not view_id and not external_id:
            raise invalid_arguments("missing required field: view_id")
        current = self._find(app, view_id, external_id)
        _refuse_faults(view, current.body["type"])
        self._refuse_stale(current, revision)
        self._refuse_taken(view, current)
        self._replace(current, view)
        return current

    def publish(self, app: App, user: str, view: Json, *, revision: str = "") -> View:
        """Show a Home tab to one person.

        Raises SlackError not_enabled when the manifest has no Home tab, invalid_arguments for a bad view or
        an unknown user, view_too_large, hash_conflict, duplicate_external_id.
        """
        if not app.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled", False):
            raise SlackError("not_enabled")
        if user not in self._ws.users:
            raise invalid_arguments("unknown user [json-pointer:/user_id]")
        _refuse_faults(view, "home")
        current = app.home_views.get(user)
        if current is None:
            self._refuse_taken(view, None)
            view_id = self._ws.new_id("V")
            current = app.home_views[user] = View(view_id, user, app.id, {}, "", view_id)
        else:
            self._refuse_stale(current, revision)
            self._refuse_taken(view, current)
        self._replace(current, view)
        return current

    # what people do

    def top(self, user: str) -> View | None:
        """The modal in front of this person."""
        stack = self._ws.stacks.get(user)
        return self._ws.views[stack[-1]] if stack else None

    def apply_answer(self, user: str, view: View, answer: Json | None) -> None:
        """Do what the app answered to the submission of `view`; nothing (None, {}) closes it.

        Raises SlackError when Slack's client would show its own error instead: an unknown response_action, a
        bad view, errors for blocks that are no inputs of the view, push_limit_reached.
        """
        view.errors = {}
        action = (answer or {}).get("response_action")
        if view.id not in self._ws.stacks.get(user, []):
            return
        if not answer or action is None:
            self.close(user, view.id)
        elif action == "clear":
            self._drop(user, 0)
        elif action == "errors":
            self._show_errors(view, answer.get("errors"))
        elif action in ("update", "push"):
            _refuse_faults(answer.get("view"), "modal")
            self._refuse_taken(answer["view"], view if action == "update" else None)
            if action == "update":
                self._replace(view, answer["view"])
            else:
                self._stack_up(self._ws.apps[view.app_id], user, answer["view"])
        else:
            raise invalid_arguments(f"unknown response_action: {action}")

    def close(self, user: str, view_id: str, clear_all: bool = False) -> list[View]:  # noqa: FBT001, FBT002
        """Close a modal and those above it, all of them with `clear_all`; top first.

        The caller tells the app of those that have notify_on_close, and honours clear_on_close.
        """
        stack = self._ws.stacks.get(user, [])
        if view_id not in stack:
            return []
        return self._drop(user, 0 if clear_all else stack.index(view_id))

    # what both are told

    def as_json(self, view: View) -> Json:
        """The view as the API and the interaction payloads show it."""
        app = self._ws.apps[view.app_id]
        body = view.body
        return {
            "id": view.id,
            "team_id": self._ws.team.id,
            "type": body["type"],
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": view.values},
            "hash": view.hash,
            "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "submit_disabled": body.get("submit_disabled", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": view.app_id,
            "external_id": view.external_id or "",
            "app_installed_team_id": self._ws.team.id,
            "bot_id": app.bot_id,
        }

    def response_urls(self, view: View) -> list[Json]:
        """The `response_urls` of a submission: one for every chosen channel whose select asked for it."""
        urls = []
        for block in view.body["blocks"]:
            element = block.get("element", {})
            if element.get("response_url_enabled"):
                value = view.values[block["block_id"]][element["action_id"]]
                channel = value.get("selected_conversation") or value.get("selected_channel")
                if channel:
                    url = self._ws.responses.issue(self._ws.apps[view.app_id], view.user, channel)
                    chosen = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    urls.append({**chosen, "channel_id": channel, "response_url": url})
        return urls

    # how it is kept

    def _stack_up(self, app: App, user: str, body: Json, *, channel: str | None = None) -> View:
        stack = self._ws.stacks.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view_id = self._ws.new_id("V")
        root = stack[0] if stack else view_id
        view = View(view_id, user, app.id, {}, "", root, previous_id=stack[-1] if stack else None)
        self._ws.views[view_id] = view
        stack.append(view_id)
        self._replace(view, body, channel=channel)
        return view

    def _replace(self, view: View, body: Json, *, channel: str | None = None) -> None:
        view.body = {**body, "blocks": self._ws.with_ids(body["blocks"])}
        view.external_id = body.get("external_id") or None
        typed: Values = view.values
        view.values = values_of(view.body["blocks"], typed=typed, channel=channel)
        view.errors = {}
        self._revisions += 1
        view.hash = f"{self._ws.now()}.{self._revisions:08x}"
        self._changed(view)

    def _changed(self, view: View) -> None:
        self._ws.changed("home" if view.body["type"] == "home" else "view", user=view.user)

    def _drop(self, user: str, height: int) -> list[View]:
        stack = self._ws.stacks.get(user, [])
        closed = [self._ws.views.pop(view_id) for view_id in reversed(stack[height:])]
        del stack[height:]
        if closed:
            self._ws.changed("view", user=user)
        return closed

    def _find(self, app: App, view_id: str, external_id: str) -> View:
        for view in [*self._ws.views.values(), *app.home_views.values()]:
            same = view.id == view_id if view_id else view.external_id == external_id
            if same and view.app_id == app.id:
                return view
        raise SlackError("not_found")

    def _refuse_taken(self, body: Json, current: View | None) -> None:
        taken = body.get("external_id")
        homes = [view for app in self._ws.apps.values() for view in app.home_views.values()]
        if taken and any(
            v.external_id == taken and v is not current for v in [*self._ws.views.values(), *homes]
        ):
            raise SlackError("duplicate_external_id")

    @staticmethod
    def _refuse_stale(current: View, revision: str) -> None:
        if revision and revision != current.hash:
            raise SlackError("hash_conflict")

    def _show_errors(self, view: View, errors: object) -> None:
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise invalid_arguments("errors must be an object of block_id and text")
        for block_id, text in errors.items():
            if block_id not in inputs or not isinstance(text, str) or not text:
                raise invalid_arguments(f"errors must name input blocks and say something: {block_id}")
        view.errors = dict(errors)
        self._changed(view)


def _refuse_faults(view: object, kind: str) -> None:
    faults = check_view(view)
    if any(fault.code == "view_too_large" for fault in faults):
        raise SlackError("view_too_large")
    if faults:
        raise refusal("invalid_arguments", faults, at="/view")
    if isinstance(view, dict) and view["type"] != kind:
        raise invalid_arguments(f"must be a {kind} [json-pointer:/view/type]")
