"""`python -m voice_interview`, and the command `voice-interview`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Ctrl-C while it is still being loaded ends it without a traceback, as it does later."""
    try:
        from voice_interview.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":  # the listening process imports this module again, under another name
    main()
