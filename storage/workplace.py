"""The workspace we serve: the few facts about it that links and cards need, learned once at the start."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workplace:
    """Ids and addresses of the workspace, from `auth.test` and the settings."""

    team: str  # T…
    url: str  # https://example.slack.com/
    bot_user: str  # U…
    bot: str  # B…
    alert_channel: str  # C…
    retro_channel: str | None = None
    app: str | None = None

    def permalink(self, channel: str, ts: str, thread: str = "") -> str:
        """The address of a message, as `chat.getPermalink` gives it; `thread` is the ts of its root."""
        link = f"{self.url}archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link

    def canvas(self, file: str) -> str:
        """The address of a canvas."""
        return f"{self.url}docs/{self.team}/{file}"
