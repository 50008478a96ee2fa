"""Words for what is wrong with a stranger's file, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from pos_app.cli.problems import fail
from pos_app.domain.errors import PosError
from pos_app.presenters.export_words import PROBLEMS
from pos_app.presenters.import_words import FILE_PROBLEMS

P = ParamSpec("P")


def worded(command: Callable[P, None]) -> Callable[P, None]:
    """Say problems of files in one line with exit code 2; all others go on their way."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PosError as problem:
            text = {**FILE_PROBLEMS, **PROBLEMS}.get(problem.code)
            if text is None:
                raise
            ctx = click.get_current_context()
            params = {"file": "", "reason": "", "key": "", **problem.params}
            fail(ctx, problem.code, ctx.obj.translator._(text, **params))

    return run
