"""Imports, exports and the demo shop, joined for the command line and the window."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.i18n import Formats, Translator
from pos_app.presenters.import_words import heading, reason_text
from pos_app.services.demo_model import DAYS
from pos_app.services.tabular import Reason

if TYPE_CHECKING:
    from pos_app.bootstrap.shop import Shop
    from pos_app.services.demo_model import DemoReport
    from pos_app.services.exports import ExportService
    from pos_app.services.history_model import HistoryFiles, HistoryMap
    from pos_app.services.people_export import PeopleExport
    from pos_app.services.people_import import PeopleImport


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment set last."""
        return self._moment

    def monotonic(self) -> float:
        """Seconds that run with the moment."""
        return self._moment.timestamp()

    def set(self, moment: datetime) -> None:
        """Put the hands elsewhere."""
        self._moment = moment


class Tools:
    """Imports on one opened shop; see :class:`pos_app.cli.importing.ImportTools`."""

    def __init__(self, shop: Shop, t: Translator) -> None:
        from pos_app.adapters.files.exports import RejectsFile
        from pos_app.adapters.files.phones import Phones
        from pos_app.adapters.files.tables import FileTables
        from pos_app.adapters.sqlite.history_writer import SqliteHistory
        from pos_app.services.history_import import HistoryImport
        from pos_app.services.importing import ProductImport
        from pos_app.services.people_import_undo import PeopleImportUndo
        from pos_app.services.points_import import PointsImport

        world, settings = shop.world, shop.book.current.settings
        self._t = t
        self._zone = settings.locale.time_zone
        self.formats = Formats(t.language, settings.money.currency)
        self.products = ProductImport(
            shop.store.uow, FileTables(), world.clock, world.ids,
            minor_digits=settings.money.kind.minor_digits,
        )  # fmt: skip
        self.points = PointsImport(
            shop.store.uow, FileTables(), Phones(), shop.book, world.clock, world.ids
        )
        self.people = people_import_of(shop)
        self.people_undo = PeopleImportUndo(
            shop.store.uow, shop.book, world.clock, world.ids, shop.hub
        )
        self.history = HistoryImport(SqliteHistory(shop.store, world.clock, world.ids), world.clock)
        self.rejects = RejectsFile(t._("Row"), t._("Reason"))

    def say(self, reason: Reason) -> str:
        """A reason in words."""
        return reason_text(reason, self._t)

    def history_of(self, mapping: Path, folder: Path) -> tuple[HistoryMap, HistoryFiles]:
        """The former system's files behind a mapping; times are the shop's unless it says else."""
        from pos_app.adapters.files.history_import import CsvHistory, load_mapping

        read = load_mapping(mapping, zone=self._zone)
        return read, CsvHistory(folder, read)


def people_import_of(shop: Shop) -> PeopleImport:
    """Imports of people into an opened shop."""
    from pos_app.adapters.files.phones import Phones
    from pos_app.adapters.files.tables import FileTables
    from pos_app.adapters.sqlite.search import tidy
    from pos_app.i18n.fold import fold
    from pos_app.services.people_import import PeopleImport

    return PeopleImport(
        shop.store.uow, FileTables(), Phones(), shop.book, shop.world.clock, shop.world.ids,
        shop.hub, lambda name: tidy(fold(name)),
    )  # fmt: skip


def export_service_of(shop: Shop, t: Translator) -> ExportService:
    """Exports of an opened shop, with headings in the reader's language."""
    from pos_app.adapters.files.exports import SpreadsheetWriter
    from pos_app.adapters.sqlite.export_rows import SqliteExportRows
    from pos_app.services.exports import ExportService

    settings = shop.book.current.settings
    money = settings.money
    writer = SpreadsheetWriter(
        lambda key: heading(key, t), t, Formats(t.language, money.currency),
        money.kind.minor_digits,
    )  # fmt: skip
    return ExportService(shop.store.uow, SqliteExportRows(shop.store, settings.locale.zone), writer)


class DataTools:
    """What :class:`pos_app.bootstrap.program.DesktopProgram` does with files and demo shops."""

    translator: Translator
    shop: Callable[[], object]

    @contextmanager
    def import_tools(self) -> Iterator[Tools]:
        """Imports on the shop, opened alone."""
        with self.shop() as shop:  # type: ignore[attr-defined]
            yield Tools(shop, self.translator)

    @contextmanager
    def export_service(self) -> Iterator[ExportService]:
        """Exports of the shop, also while the window has it open."""
        with self.shop(alone=False) as shop:  # type: ignore[call-arg, attr-defined]
            yield export_service_of(shop, self.translator)

    @contextmanager
    def people_export(self) -> Iterator[PeopleExport]:
        """Lists of people, also while the window has the shop open."""
        from pos_app.bootstrap.people_files import people_export_of

        with self.shop(alone=False) as shop:  # type: ignore[call-arg, attr-defined]
            yield people_export_of(shop, self.translator)

    def make_demo(self, folder: Path, *, language: str, seed: int) -> DemoReport:
        """Make the demo shop in ``folder``."""
        return make_demo(folder, language=language, seed=seed)


def make_demo(
    folder: Path, *, language: str, seed: int = 1, now: datetime | None = None,
    days: int = DAYS, progress: Callable[[int, int], None] = lambda done, total: None,
) -> DemoReport:  # fmt: skip
    """A demo shop of ``language`` in ``folder``, whose year (``days``) ends ``now``.

    It is made under a temporary name and takes its own at the end: a half-made shop is never
    found. Raises ``EnvironmentProblem("database_exists")``.
    """
    from pos_app.adapters.files.demo_data import load
    from pos_app.adapters.files.keys import load_or_make_key
    from pos_app.adapters.files.paths import demand_local_folder, places
    from pos_app.adapters.files.phones import Phones
    from pos_app.adapters.files.pin_hasher import Argon2PinHasher
    from pos_app.adapters.sqlite.scratch import hurried
    from pos_app.adapters.sqlite.store import create_store
    from pos_app.adapters.system import SystemIds
    from pos_app.bootstrap.demo_hint import save_pins
    from pos_app.domain.errors import EnvironmentProblem
    from pos_app.resource_paths import resource
    from pos_app.services.demo import DemoMaker, DemoParts

    database = places(folder).database
    if database.exists():
        raise EnvironmentProblem("database_exists", path=str(folder))
    database.parent.mkdir(parents=True, exist_ok=True)
    demand_local_folder(database.parent)
    unfinished = database.with_suffix(".making")
    _remove(unfinished)
    clock = HandClock(now or datetime.now(UTC))
    ids = SystemIds()
    key = load_or_make_key(places(folder).data)
    store = create_store(unfinished, clock=clock, ids=ids, key=key)
    try:
        dice = random.Random(seed)  # noqa: S311 - a demo shop holds no secrets
        parts = DemoParts(
            uow=store.uow,
            hasher=Argon2PinHasher(),
            clock=clock,
            ids=ids,
            dice=dice,
            phones=Phones(),
        )
        maker = DemoMaker(parts, load(resource("demo"), language), clock.now(), days=days)
        with hurried(store):
            report = maker.make(progress)
        store.close()
        save_pins(database.parent, report)
        unfinished.replace(database)
    finally:
        store.close()
        _remove(unfinished)
    return report


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
