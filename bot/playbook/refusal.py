"""The one exception that is meant for people."""


class Refusal(Exception):
    """A step that cannot be taken now; `text` says what is so and what to do instead.

    `field` names the answer of a form that it is about, when there is one.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
