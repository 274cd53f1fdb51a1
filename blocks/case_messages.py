"""Short messages about leading a case: what changed, and how to take it back."""

from collections.abc import Callable, Mapping

from blocks import kit
from blocks.cards import Card, Json, card
from blocks.ids import Press, about
from storage.overview import Overview


def _undo(case: Overview, detail: Json) -> Card | None:
    """What somebody just did, shown to them alone with the way back."""
    line = f"{kit.escape(str(detail['label']))} ({case.key})."
    back = kit.button("Undo", about(Press.UNDO, case.ace.number, str(detail["change"])))
    return card(
        kit.section(line, accessory=back), text=f"{line} Press Undo within ten minutes to take it back."
    )


ABOUT_LEADING: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "undo": _undo,
}
