"""`python -m bot` is the command line, so that `./ace` needs no installed script."""

import gc
import sys

gc.disable()  # looking for garbage in what is loaded for good takes a third of a start; console.serve goes on

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
