"""Faults on demand: what the Web API shall answer instead of, or after, doing what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.state import Json


@dataclass
class Fault:
    """One arranged failure; `hits` counts how often it struck."""

    method: str
    times: int | None
    error: str | None
    status: int
    delay: float
    after_effect: bool
    retry_after: int | None
    drop: bool
    match: Callable[[Json], bool] | None
    extra: Json
    owner: "Faults" = field(repr=False)
    hits: int = 0

    @property
    def answers(self) -> bool:
        """Whether it replaces the answer; a fault with only a delay does not."""
        return self.error is not None or self.status != 200 or self.drop  # noqa: PLR2004

    @property
    def body(self) -> Json | None:
        """The JSON it answers with; None for a bare HTTP status."""
        return {"ok": False, "error": self.error, **self.extra} if self.error else None

    def remove(self) -> None:
        """Stop striking."""
        if self in self.owner.arranged:
            self.owner.arranged.remove(self)


class Faults:
    """The arranged faults, first come first served."""

    def __init__(self) -> None:
        """Nothing arranged."""
        self.arranged: list[Fault] = []

    def add(
        self,
        method: str = "*",
        *,
        times: int | None = 1,
        error: str | None = None,
        status: int = 200,
        delay: float = 0,
        after_effect: bool = False,
        retry_after: int | None = None,
        drop: bool = False,
        match: Callable[[Json], bool] | None = None,
        extra: Json | None = None,
    ) -> Fault:
        """Arrange a fault for calls of `method` ("*": any) whose arguments `match`.

        `times`: how many calls it strikes, None for all. `error`: Slack's code; `status`: the HTTP status.
        `retry_after` (seconds) alone means HTTP 429 `ratelimited`. `delay`: seconds of real time before the
        answer. `after_effect`: what was asked happens all the same. `drop`: the connection is closed without
        an answer.
        """
        if retry_after is not None:
            error = error or "ratelimited"
            status = 429 if status == 200 else status  # noqa: PLR2004
        fault = Fault(
            method,
            times,
            error,
            status,
            delay,
            after_effect,
            retry_after,
            drop,
            match,
            extra or {},
            owner=self,
        )
        self.arranged.append(fault)
        return fault

    def clear(self) -> None:
        """Remove every fault."""
        self.arranged.clear()

    def take(self, method: str, args: Json) -> Fault | None:
        """The fault that strikes this call, counted as a hit."""
        for fault in self.arranged:
            if fault.method in {"*", method} and (fault.match is None or fault.match(args)):
                fault.hits += 1
                if fault.times is not None and fault.hits >= fault.times:
                    fault.remove()
                return fault
        return None
