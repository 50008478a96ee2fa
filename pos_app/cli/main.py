"""The one command: ``pos-app`` opens the window, its subcommands work without a screen."""

from __future__ import annotations

import errno
import importlib
import json
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from pos_app import __version__
from pos_app.cli.problems import WANTS_JSON, fail, of_system, sentence
from pos_app.domain.errors import CodedError

COMMANDS: Final[dict[str, str]] = {
    "backup": "pos_app.cli.upkeep:backup_command",
    "check": "pos_app.cli.upkeep:check_command",
    "demo": "pos_app.cli.demo:demo_command",
    "demo-day": "pos_app.cli.upkeep:demo_day_command",
    "export": "pos_app.cli.exporting:export_command",
    "import": "pos_app.cli.importing:import_group",
    "migrate": "pos_app.cli.upkeep:migrate_command",
    "quote": "pos_app.cli.quote:quote_command",
    "restore": "pos_app.cli.upkeep:restore_command",
    "scan": "pos_app.cli.scan:scan_command",
}
"""Where each subcommand lives; a module is imported when its command is asked for."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is used, so that the window starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words before the command; a wrong one is one line like any other fault."""
        ctx.meta[WANTS_JSON] = "--json" in args
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            fail(ctx, "usage", wrong.format_message())

    def invoke(self, ctx: click.Context) -> Any:
        """Run; what a person can solve becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            fail(ctx, "usage", wrong.format_message())
        except CodedError as problem:
            _fail(ctx, problem)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            _fail(ctx, of_system(error))


def _fail(ctx: click.Context, problem: CodedError) -> NoReturn:
    place = str(getattr(ctx.obj, "data", ""))
    text = sentence(problem, getattr(ctx.obj, "translator", None), place=place)
    fail(ctx, problem.code, text)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="pos-app")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the shop (default: the user's data folder, or POS_APP_HOME).",
)
@click.option("--language", type=click.Choice(["en", "ru", "pl", "az"]), help="Language of words.")
@click.option("--windowed", is_flag=True, help="Do not fill the screen.")
@click.option("--size", metavar="WxH", help="Window size in logical pixels, such as 1366x768.")
@click.option("--theme", type=click.Choice(["light", "dark", "system"]), help="Look.")
@click.option(
    "--smoke",
    type=click.Path(file_okay=False, path_type=Path),
    help="Start off screen, make a sale, leave its receipt in this folder, quit.",
)
@click.pass_context
def root(
    ctx: click.Context,
    data: Path | None,
    language: str | None,
    windowed: bool,
    size: str | None,
    theme: str | None,
    smoke: Path | None,
) -> None:
    """An offline point of sale with a loyalty programme. Without a command: open the window."""
    ctx.obj = ctx.obj.with_place(data, language)
    if smoke is not None:
        click.echo(json.dumps(ctx.obj.smoke(smoke), ensure_ascii=False))
        ctx.exit(0)
    if ctx.invoked_subcommand is None:
        options = {"windowed": windowed, "size": _size(size), "theme": theme}
        ctx.exit(ctx.obj.open_window(options))


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise click.BadParameter("give it as 1366x768", param_hint="--size")
    return int(width), int(height)


def main(program: Any, args: list[str] | None = None) -> None:
    """Run the command line with what bootstrap built; never returns."""
    root.main(args=args, prog_name="pos-app", obj=program)
