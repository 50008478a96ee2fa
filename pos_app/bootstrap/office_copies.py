"""Copies of the shop as the settings page lists, makes and brings them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pos_app.adapters.files.keys import load_or_make_key
from pos_app.adapters.files.second_copy import copy_to_second
from pos_app.adapters.sqlite.restore import RestorePlan, carry_out, drop_plan_file, plan_restore
from pos_app.adapters.sqlite.session import utc_time
from pos_app.bootstrap.shop import Shop
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.settings_backup import BackupFile, RestoreLook
from pos_app.services.backup import BackupState
from pos_app.services.session import Session

Reopen = Callable[[Callable[[], None]], None]
"""Close window and shop, call the work, open the shop again; runs after the present event."""


class Copies:
    """See :class:`pos_app.presenters.settings_backup.BackupDesk`."""

    def __init__(
        self, shop: Shop, session: Callable[[], Session], reopen: Callable[[], Reopen | None]
    ) -> None:
        self._shop, self._session, self._reopen = shop, session, reopen
        self._plan: RestorePlan | None = None

    @property
    def place(self) -> str:
        """The folder of the copies."""
        return str(self._shop.places.backups)

    @property
    def can_restore(self) -> bool:
        """Whether the running program can close and open the shop."""
        return self._reopen() is not None

    def files(self) -> Sequence[BackupFile]:
        """All copies, newest first."""
        return [
            BackupFile(
                name=each.file,
                made_at=each.moment,
                size=each.size,
                reason=each.reason,
                verified=each.verified,
                sales=each.sales,
            )
            for each in self._shop.backups.list()
        ]

    def state(self) -> BackupState:
        """How things stand."""
        return self._shop.backup.state()

    def make(self) -> str:
        """Make and prove a copy."""
        return self._shop.backup.make("request", self._session())

    def look(self, name: str) -> RestoreLook:
        """Prove a copy in quarantine and compare."""
        self.forget()
        path = Path(name) if Path(name).is_absolute() else self._shop.backups.path_of(name)
        plan = plan_restore(path, self._shop.places.database, sealer=self._shop.store.sealer)
        self._plan = plan
        made = next((m.moment for m in self._shop.backups.list() if m.file == path.name), None)
        return RestoreLook(
            name=path.name,
            made_at=made or _moment(plan.content.last_at),
            sales=plan.content.sales,
            customers=plan.content.customers,
            products=plan.content.products,
            lost=plan.lost,
            gained=plan.gained,
            foreign=plan.foreign,
        )

    def forget(self) -> None:
        """Drop what was looked at."""
        if self._plan is not None:
            drop_plan_file(self._plan.quarantined)
            self._plan = None

    def owner_secret(self, secret: str) -> None:
        """The owner signed in says again who they are (R33)."""
        session = self._session()
        if right_for(session.role, Action.RESTORE) is not Right.YES:
            raise PosError("not_allowed", action=Action.RESTORE.value, role=session.role.value)
        self._shop.guard.check(session.person_id, secret)

    def restore(self) -> None:
        """Hand the work to whoever can close the shop."""
        plan, reopen = self._plan, self._reopen()
        if plan is None or reopen is None:
            raise PosError("backup_missing")
        self._plan = None
        shop, person = self._shop, self._session().person_uuid
        key = load_or_make_key(shop.places.data)

        def work() -> None:
            carry_out(
                plan,
                shop.places.database,
                clock=shop.world.clock,
                ids=shop.world.ids,
                key=key,
                person=person,
            )

        reopen(work)

    def second(self) -> None:
        """Put the newest proved copy on the second medium; called on the worker after each copy."""
        folder = self._shop.station.current.places.second_backup
        made = next((m for m in self._shop.backups.list() if m.verified), None)
        if folder and made is not None:
            copy_to_second(self._shop.backups.path_of(made.file), Path(folder), made.sha256)


def _moment(text: str) -> datetime | None:
    try:
        return utc_time(text)
    except ValueError:
        return None
