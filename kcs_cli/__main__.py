"""The entry point: `kcs` and `python -m kcs_cli`."""

import gc

gc.disable()  # a search ends before collecting garbage pays; `kcs_cli.refresh`, which works long, turns it on again

from kcs_cli.cli.app import app  # noqa: E402


def main() -> None:
    """Run the command line."""
    app(prog_name="kcs")


if __name__ == "__main__":
    main()
