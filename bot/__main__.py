"""`python -m bot` is the command line, so that `./ace` needs no installed script."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
