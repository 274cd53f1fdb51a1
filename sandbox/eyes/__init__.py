"""What somebody sees: messages and views as plain text, in their own time zone."""

from sandbox.eyes.plain import Reader
from sandbox.eyes.screen import message_screen, view_screen

__all__ = ["Reader", "message_screen", "view_screen"]
