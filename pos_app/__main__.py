"""``python -m pos_app``, the console script and the frozen program all start here."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the window opens when no command is given."""
    from pos_app.bootstrap.program import DesktopProgram
    from pos_app.cli.main import main as run

    run(DesktopProgram.at_home())


if __name__ == "__main__":
    main()
