"""Uploading files."""

import mimetypes

from sandbox.acts.core import Core
from sandbox.state import File


class Files(Core):
    """Acts on files; sharing one is `post(files=[file.id])`."""

    def upload(
        self, by: str, name: str, content: bytes, *, title: str = "", mimetype: str | None = None
    ) -> File:
        """Keep a file, not shared anywhere yet; the type is guessed from its name unless given."""
        kind = mimetype or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(self.new_id("F"), name, title or name, kind, by, self.now(), content, complete=True)
        self.files[file.id] = file
        return file
