"""Slack's Block Kit rules as tables: what a message, modal or Home tab may hold."""

from sandbox.blockkit.fault import Fault, Place
from sandbox.blockkit.ids import with_ids
from sandbox.blockkit.payload import check_message, check_view
from sandbox.blockkit.refusal import refusal

__all__ = ["Fault", "Place", "check_message", "check_view", "refusal", "with_ids"]
