"""The program as the command line sees it; each method opens what it needs and closes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_app.adapters.files.paths import Places, places
from pos_app.bootstrap.data_tools import DataTools
from pos_app.i18n import Translator, translator

if TYPE_CHECKING:
    from pos_app.adapters.sqlite.findings import Finding
    from pos_app.bootstrap.shop import Shop


class DesktopProgram(DataTools):
    """See :class:`pos_app.cli.context.Program`. Importing it loads neither Qt nor SQLite."""

    def __init__(self, where: Places, language: str = "en") -> None:
        self.places = where
        self.language = language

    @classmethod
    def at_home(cls) -> DesktopProgram:
        """On the user's own folders (or POS_APP_HOME)."""
        return cls(places())

    def with_place(self, data: Path | None, language: str | None) -> DesktopProgram:
        """The same on another folder or in another language."""
        where = places(data) if data is not None else self.places
        return DesktopProgram(where, language or self.language)

    @property
    def translator(self) -> Translator:
        """The language of the answers."""
        return translator(self.language)

    @property
    def data(self) -> Path:
        """The shop's folder."""
        return self.places.data

    @contextmanager
    def shop(self, *, alone: bool = True) -> Iterator[Shop]:
        """The opened shop; ``alone`` refuses while the window has it (``already_running``)."""
        from pos_app.adapters.files.instance_lock import InstanceLock
        from pos_app.bootstrap.shop import open_shop

        lock = InstanceLock(self.places.database)
        if alone and self.places.database.exists():
            lock.acquire()
        try:
            shop = open_shop(self.places)
            try:
                yield shop
            finally:
                shop.close()
        finally:
            if lock.held:
                lock.release()

    def check(self) -> Sequence[Finding]:
        """Differences between what is stored and what must hold."""
        from pos_app.adapters.files.keys import load_or_make_key
        from pos_app.adapters.sqlite.integrity import check_file
        from pos_app.adapters.sqlite.sealing import Sealer
        from pos_app.domain.errors import EnvironmentProblem

        if not self.places.database.exists():
            raise EnvironmentProblem("database_missing", path=str(self.places.data))
        sealer = Sealer(load_or_make_key(self.places.data))
        return check_file(self.places.database, sealer).findings

    def backup(self) -> str:
        """Make and prove a copy; its path."""
        with self.shop(alone=False) as shop:
            return str(shop.backups.path_of(shop.backup.make("request")))

    def restore(self, source: Path, *, dry_run: bool) -> dict[str, Any]:
        """Prove ``source``, say what would change, and (without ``dry_run``) put it in place."""
        from pos_app.adapters.files.instance_lock import InstanceLock
        from pos_app.adapters.files.keys import load_or_make_key
        from pos_app.adapters.sqlite.restore import carry_out, drop_plan_file, plan_restore
        from pos_app.adapters.sqlite.sealing import Sealer
        from pos_app.bootstrap.shop import system_world

        self.places.data.mkdir(parents=True, exist_ok=True)
        key, world = load_or_make_key(self.places.data), system_world()
        with InstanceLock(self.places.database):
            plan = plan_restore(source, self.places.database, sealer=Sealer(key))
            told: dict[str, Any] = {
                "backup": str(source),
                "receipts": plan.content.sales,
                "last_receipt": plan.content.last_receipt,
                "lost": plan.lost,
                "gained": plan.gained,
            }
            if dry_run:
                drop_plan_file(plan.quarantined)
                return told
            kept = carry_out(plan, self.places.database, clock=world.clock, ids=world.ids, key=key)
        return {**told, "kept": str(kept) if kept is not None else None}

    def migrate(self) -> dict[str, Any]:
        """Bring the data to this program's schema; opening does it, behind its guards."""
        from pos_app.adapters.sqlite import migrations
        from pos_app.adapters.sqlite.connection import connect_read_only

        before = 0
        if self.places.database.exists():
            connection = connect_read_only(self.places.database)
            try:
                before = migrations.version_of(connection)
            finally:
                connection.close()
        with self.shop():
            pass
        return {"before": before, "after": migrations.LATEST}

    @property
    def scan_settings(self) -> Any:
        """How the shop's codes look; None where there is no shop."""
        if not self.places.database.exists():
            return None
        with self.shop(alone=False) as shop:
            return shop.scan_settings

    def open_window(self, options: dict[str, Any]) -> int:
        """Open the window; the exit code."""
        from pos_app.bootstrap.window import run_window

        return run_window(self, options)

    def demo_day(self, out: Path) -> dict[str, Any]:
        """Play a day in the real window off screen."""
        from pos_app.bootstrap.demo_day import play

        return play(out, self.language)

    def smoke(self, out: Path) -> dict[str, Any]:
        """Start, sell, write the receipt, quit."""
        from pos_app.bootstrap.smoke import run_smoke

        return run_smoke(out)
