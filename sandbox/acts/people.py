"""Who is in the workspace: adding and deactivating people, groups, and installing apps."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sandbox import shapes
from sandbox.acts.core import Core
from sandbox.state import App, Json, User, Usergroup


class People(Core):
    """Acts on users, user groups and apps."""

    def add_user(self, name: str, real_name: str, **fields: Any) -> User:
        """A new member, with any further field of `User`; the address defaults to name@example.com."""
        fields.setdefault("email", "" if fields.get("is_bot") else f"{name}@example.com")
        user = User(self.new_id("U"), name, real_name, **fields)
        self.users[user.id] = user
        return user

    def add_usergroup(self, handle: str, name: str, users: Iterable[str]) -> Usergroup:
        """A user group; `users` by id or handle."""
        group = Usergroup(self.new_id("S"), handle, name, [self.user(one).id for one in users])
        self.usergroups[group.id] = group
        return group

    def install(
        self, manifest: Json, *, request_url: str | None = None, socket_mode: bool | None = None
    ) -> App:
        """Install an app: its bot user, tokens and signing secret; scopes as the manifest asks.

        `request_url` and `socket_mode` override the manifest's settings.
        """
        settings: Json = manifest.get("settings", {})
        name = manifest["display_information"]["name"]
        display = manifest.get("features", {}).get("bot_user", {}).get("display_name", name)
        bot = self.add_user(display.lower().replace(" ", "-"), display, is_bot=True, tz="UTC")
        app_id, bot_id = self.new_id("A"), self.new_id("B")
        secret = hashlib.sha256(f"{self.team.id}{app_id}".encode()).hexdigest()
        app = App(
            id=app_id,
            name=name,
            bot_id=bot_id,
            bot_user=bot.id,
            manifest=manifest,
            bot_token=f"xoxb-{self.team.id}-{bot_id}-{secret[:24]}",
            app_token=f"xapp-1-{app_id}-{secret[24:48]}",
            signing_secret=secret[:32],
            scopes=set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            request_url=request_url or settings.get("event_subscriptions", {}).get("request_url"),
            socket_mode=bool(settings.get("socket_mode_enabled")) if socket_mode is None else socket_mode,
        )
        self.apps[app.id] = app
        return app

    def uninstall(self, app: App) -> None:
        """Remove an app: app_uninstalled is its last event, then its tokens answer account_inactive."""
        revoked = {"oauth": [], "bot": [app.bot_user]}
        self.emit({"type": "tokens_revoked", "tokens": revoked}, channel=None, app=app)
        self.emit({"type": "app_uninstalled"}, channel=None, app=app)
        app.installed = False
        self.deactivate(app.bot_user)

    def deactivate(self, user: str) -> None:
        """Deactivate somebody (id or handle): they leave every channel; user_change."""
        person = self.user(user)
        person.deleted = True
        for channel in self.channels.values():
            if person.id in channel.members and not channel.is_im:
                channel.members.remove(person.id)
        for group in self.usergroups.values():
            if person.id in group.users:
                group.users.remove(person.id)
        self.user_changed(person)

    def user_changed(self, person: User) -> None:
        """Tell of a changed user: user_change, and the watchers."""
        shown = shapes.user(self, person)
        self.emit({"type": "user_change", "user": shown, "cache_ts": self.now()}, channel=None)
        self.changed("user", user=person.id)
