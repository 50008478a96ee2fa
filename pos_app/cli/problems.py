"""One line for what went wrong on the command line."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.i18n import N_, Translator, translator

SENTENCES: Final = {
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
    "backup_invalid": N_("this backup cannot be trusted: {reason}"),
    "io_error": N_("the disk reports an error"),
}


def sentence(problem: CodedError, words: Translator | None) -> str:
    """A line for a person; the bare code with its figures where no words are known."""
    t = words or translator("en")
    text = SENTENCES.get(problem.code)
    if text is None:
        return str(problem)
    try:
        return t._(text, **problem.params)
    except (KeyError, IndexError):
        return str(problem)
