"""The one exception that is meant for people."""


class Refusal(Exception):
    """A step that cannot be taken now; `text` says what is so and what to do instead.

    `field` names the answer of a form that it is about, when there is one.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


def check_length(field: str, said: str, longest: int) -> None:
    """Raises Refusal for words that would have to be cut to be kept: a command has no limit of its own."""
    if len(said) > longest:
        raise Refusal(
            f"That has {len(said)} characters, and at most {longest} fit here. Nothing was changed; say it "
            "shorter, and log the rest to the timeline.",
            field=field,
        )
