"""Text as Slack stores it: what people type is escaped and its mentions resolved, what apps send is kept."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.acts.core import Core

SEQUENCE = re.compile(r"(<(?:[@#!][^<>]*|(?:https?://|mailto:|tel:)[^<>]*|[a-z][a-z0-9+.-]*:[^<>]*)>)")
URL = re.compile(r"(?<![\w/|])https?://[^\s<>|\"]+")
TRAILING = ".,;:!?)]}'*_~`"
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
BROADCAST = re.compile(r"(?<![\w<!@.])@(here|channel|everyone)\b")
NAME = re.compile(r"(?<![\w<@#/&])([@#])([a-z0-9][a-z0-9._-]*)")


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The opposite of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(ws: "Core", text: str) -> str:
    """What somebody typed in Slack's composer, as it is stored.

    & < > are escaped, so a typed "<!channel>" is only text; "@ana", "@support" (a user group), "@here" and
    "#general" become mentions when such a person, group or channel exists; bare addresses become <https://…>.
    """
    return link_urls(link_names(ws, escape(text)))


def sent(text: str) -> str:
    """What an app sent as `text`, as it is stored: control sequences stay, stray & and < are escaped."""
    parts = SEQUENCE.split(text)
    plain = [BARE_AMPERSAND.sub("&amp;", part).replace("<", "&lt;") for part in parts[::2]]
    parts[::2] = plain
    return link_urls("".join(parts))


def outside_sequences(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to the text between <…> sequences only."""
    parts = re.split(r"(<[^<>]*>)", text)
    parts[::2] = [change(part) for part in parts[::2]]
    return "".join(parts)


def link_urls(text: str) -> str:
    """Wrap bare web addresses in < >, without the punctuation that ends a sentence."""

    def link(found: re.Match[str]) -> str:
        url = found.group()
        bare = url.rstrip(TRAILING)
        return f"<{bare}>{url[len(bare) :]}"

    return outside_sequences(text, lambda part: URL.sub(link, part))


def link_names(ws: "Core", text: str) -> str:
    """Turn @name, #channel and @here into control sequences, as link_names and the composer do."""

    def link(found: re.Match[str]) -> str:
        sign, name = found.groups()
        for length in range(len(name), 0, -1):
            sequence = _sequence(ws, sign, name[:length]) if _ends(name, length) else None
            if sequence:
                return sequence + name[length:]
        return found.group()

    return outside_sequences(text, lambda part: NAME.sub(link, part))


def _ends(name: str, length: int) -> bool:
    return length == len(name) or name[length] in "._-"


def _sequence(ws: "Core", sign: str, name: str) -> str | None:
    if sign == "#":
        channel = next((c for c in ws.channels.values() if c.name == name and not c.is_im), None)
        return f"<#{channel.id}|{'' if channel.is_private else name}>" if channel else None
    if name in {"here", "channel", "everyone"}:
        return f"<!{name}>"
    user = next((u for u in ws.users.values() if u.name == name and not u.deleted), None)
    if user:
        return f"<@{user.id}>"
    group = next((g for g in ws.usergroups.values() if g.handle == name and not g.disabled), None)
    return f"<!subteam^{group.id}|@{name}>" if group else None


def mrkdwn_texts(blocks: list[Any]) -> list[tuple[str, bool]]:
    """The mrkdwn of section, context and markdown blocks: (text, whether bare names in it are left alone)."""
    found: list[tuple[str, bool]] = []
    for block in blocks:
        if not isinstance(block, dict):
            continue
        if block.get("type") == "markdown":
            found.append((str(block.get("text", "")), False))
        objects = [block.get("text"), *(block.get("fields") or []), *(block.get("elements") or [])]
        if block.get("type") in {"section", "context"}:
            found += [
                (str(o.get("text", "")), bool(o.get("verbatim")))
                for o in objects
                if isinstance(o, dict) and o.get("type") == "mrkdwn"
            ]
    return found


def fallback(blocks: list[Any]) -> str:
    """The text Slack builds for a message that was sent with blocks only."""
    texts = [text for text, _ in mrkdwn_texts(blocks)]
    for block in blocks:
        if isinstance(block, dict) and block.get("type") in {"header", "section"}:
            head = block.get("text")
            if isinstance(head, dict) and head.get("type") == "plain_text":
                texts.insert(0, str(head.get("text", "")))
    return " ".join(text for text in texts if text)
