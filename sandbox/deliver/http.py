"""Hands deliveries to an app over HTTP: signed as Slack signs, three seconds to answer."""

import hashlib
import hmac
import json
import time
import urllib.parse
from typing import Any

import aiohttp

from sandbox.deliver.record import COMMANDS, CUT, EVENTS, LOST, Answer, Delivery
from sandbox.state import App, Json

REDIRECTS = 2
FORM = "application/x-www-form-urlencoded"


def sign(secret: str, timestamp: str, body: str) -> str:
    """The v0 signature of a raw body at `timestamp` (seconds since the epoch, as text)."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def encode(kind: str, payload: Json) -> tuple[str, str]:
    """Body and content type for a payload of this kind; not-ASCII letters go as JSON escapes."""
    if kind == EVENTS:
        return json.dumps(payload), "application/json"
    if kind == COMMANDS:
        return urllib.parse.urlencode(payload), FORM
    return urllib.parse.urlencode({"payload": json.dumps(payload)}), FORM


class HttpDoor:
    """Posts to an app's request URL; the signature carries the wall clock's time, as receivers check it."""

    def __init__(self, ack_timeout: float) -> None:
        """Give an app `ack_timeout` seconds for each answer."""
        self.ack_timeout = ack_timeout
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the connection pool."""
        self._session = aiohttp.ClientSession(trust_env=False)

    async def stop(self) -> None:
        """Close it."""
        if self._session:
            await self._session.close()
        self._session = None

    async def send(self, app: App, delivery: Delivery) -> Answer:
        """Post one attempt and report how it went; never raises for what the app or the network does."""
        if self._session is None or app.request_url is None:
            return CUT
        try:
            return await self._post(self._session, app, delivery)
        except TimeoutError:
            return LOST
        except aiohttp.TooManyRedirects:
            return Answer(ok=False, reason="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Answer(ok=False, reason="ssl_error")
        except aiohttp.ClientError:
            return CUT

    async def _post(self, session: aiohttp.ClientSession, app: App, delivery: Delivery) -> Answer:
        body, content_type = encode(delivery.kind, delivery.payload)
        headers = {"Content-Type": content_type, "Accept": "application/json,*/*", **_retry(delivery)}
        stamp = str(int(time.time()))
        headers["X-Slack-Request-Timestamp"] = stamp
        headers["X-Slack-Signature"] = sign(app.signing_secret, stamp, body)
        headers["User-Agent"] = "Slackbot 1.0"
        posting = session.post(
            app.request_url or "",
            data=body.encode(),
            headers=headers,
            max_redirects=REDIRECTS,
            timeout=aiohttp.ClientTimeout(total=self.ack_timeout),
        )
        async with posting as response:
            ok = 200 <= response.status < 300  # noqa: PLR2004 - HTTP
            no_retry = not ok and response.headers.get("x-slack-no-retry") == "1"
            content = _body(response.content_type, await response.text())
            reason = "" if ok else "http_error"
            return Answer(ok=ok, status=response.status, body=content, reason=reason, no_retry=no_retry)


def _retry(delivery: Delivery) -> dict[str, str]:
    if not delivery.retry:
        return {}
    return {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.reason}


def _body(content_type: str, text: str) -> Json | str | None:
    if not text.strip():
        return None
    if content_type == "application/json":
        return _json(text)
    return text


def _json(text: str) -> Json | str:
    try:
        content: Any = json.loads(text)
    except json.JSONDecodeError:
        return text
    return content if isinstance(content, dict) else text
