"""The settings of this computer in a TOML file that a person can read and mend."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomli_w

from pos_app.adapters.files.disk import problem_of_os, write_text_durably

log = logging.getLogger(__name__)


class StationFile:
    """See :class:`pos_app.services.station.StationPort`: one table per section."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mapping[str, object]:
        """Values by key, for instance ``printer.kind``.

        No file means no values. A file that is not TOML is put aside as ``….broken`` and counts as
        none: a till must start. Raises :class:`EnvironmentProblem` when it cannot be read.
        """
        try:
            data = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            self._put_aside()
            return {}
        except OSError as error:
            raise problem_of_os(error, self._path) from error
        return {
            f"{section}.{name}": value
            for section, table in data.items()
            if isinstance(table, dict)
            for name, value in table.items()
        }

    def save(self, values: Mapping[str, object]) -> None:
        """Write the file whole or not at all. Raises :class:`EnvironmentProblem`."""
        tables: dict[str, dict[str, object]] = {}
        for key, value in sorted(values.items()):
            section, _, name = key.partition(".")
            tables.setdefault(section, {})[name] = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise problem_of_os(error, self._path.parent) from error
        write_text_durably(self._path, tomli_w.dumps(tables))

    def _put_aside(self) -> None:
        aside = self._path.with_name(self._path.name + ".broken")
        try:
            self._path.replace(aside)
        except OSError as error:
            raise problem_of_os(error, self._path) from error
        log.warning("the station file was not readable and lies now at %s", aside)
