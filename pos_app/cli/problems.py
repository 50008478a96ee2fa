"""One line for what went wrong on the command line."""

from __future__ import annotations

import errno
import json
from string import Formatter
from typing import Final, NoReturn

import click

from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.i18n import N_, Translator, translator

FAILED: Final = 2
"""Exit code for what could not be done (1 means done, but something was found)."""

WANTS_JSON: Final = "pos_app.json"
"""Under this name the context knows whether the answer is to be JSON, also that of a fault."""

SENTENCES: Final = {
    "backup_changed": N_("the backup was changed after it was made; take another one"),
    "backup_damaged": N_("the backup is damaged; take another one"),
    "backup_missing": N_("{path} is not there"),
    "cannot_open": N_("the database cannot be opened; see whether its disk is there"),
    "database_missing": N_("there is no shop in {path}"),
    "database_exists": N_("a shop is in {path} already"),
    "database_newer": N_("the data was made by a newer version of the program; update it first"),
    "not_ours": N_("{path} is not a shop's database"),
    "database_damaged": N_("the database is damaged; restore a backup"),
    "schema_changed": N_("somebody changed the database's structure; restore a backup"),
    "read_only": N_("the folder {path} cannot be written to"),
    "database_busy": N_("another program is using the shop's data; close it and try again"),
    "disk_full": N_("the disk is full"),
    "disk_low": N_("there is too little room on the disk"),
    "network_folder": N_("{path} is a network folder ({system}), where a database is not safe"),
    "cloud_folder": N_("{path} is kept in step by {service}, which would tear a database"),
    "already_running": N_("the program is open on this shop; close it first"),
    "folder_missing": N_("the folder {path} is not there"),
    "key_damaged": N_("the key of the journal, {path}, is damaged; put it back from a copy"),
    "migration_needs_backup": N_("no backup could be made first, so nothing was changed"),
    "io_error": N_("the disk reports an error"),
}

_OF_SYSTEM: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}


def sentence(problem: CodedError, words: Translator | None, *, place: str = "") -> str:
    """A line for a person; the bare code with its figures where no words are known.

    ``place`` stands for the path where the problem itself names none.
    """
    t = words or translator("en")
    text = SENTENCES.get(problem.code)
    given = {name: value for name, value in problem.params.items() if value != ""}
    params = {"path": place, **given}
    if text is None or not set(_fields(text)) <= set(params):
        return str(problem)
    return t._(text, **params)


def _fields(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def of_system(error: OSError) -> EnvironmentProblem:
    """The fault behind what the operating system refused, by what a person can do about it."""
    code = _OF_SYSTEM.get(error.errno or 0, "io_error")
    return EnvironmentProblem(code, path=str(error.filename or ""))


def fail(ctx: click.Context, code: str, text: str) -> NoReturn:
    """Say in one line what is wrong (and as an object where JSON was asked for); exit code 2."""
    line = " ".join(text.split())
    if ctx.meta.get(WANTS_JSON):
        click.echo(json.dumps({"error": code, "message": line}, ensure_ascii=False))
    click.echo(f"pos-app: {line}", err=True)
    ctx.exit(FAILED)
