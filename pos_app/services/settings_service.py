"""Changing what the shop decides: by the owner only, with before and after in the journal."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.ports import EventSink, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import Settings, check_together, known, load_settings

FIXED_AFTER_FIRST_SALE = frozenset({"money.currency", "till.id"})
"""Records already made speak in these; they can be changed only before the first sale or shift."""


class SettingsService:
    """The settings in force, kept at hand, and their change."""

    def __init__(self, uow: UnitOfWorkFactory, sink: EventSink) -> None:
        self._uow = uow
        self._sink = sink
        self._current: Settings | None = None

    @property
    def current(self) -> Settings:
        """The settings in force; read once, and again after each change."""
        if self._current is None:
            self.reload()
        assert self._current is not None
        return self._current

    def reload(self) -> Settings:
        """Read the settings again, for instance after a restore."""
        with self._uow() as uow:
            self._current = load_settings(uow)
        return self._current

    def change(self, session: Session, key: str, value: object) -> Settings:
        """Set one value; the settings after it. See :meth:`change_many`."""
        return self.change_many(session, {key: value})

    def change_many(self, session: Session, values: Mapping[str, object]) -> Settings:
        """Set several values together: all or none.

        Values equal to those in force are not written. Raises ``PosError`` ``not_allowed``,
        ``unknown_setting``, ``setting_invalid``, or ``setting_fixed`` for what the records made so
        far rest on.
        """
        ensure_may(session, Action.SETTINGS)
        clean = {key: known(key).check(key, value) for key, value in values.items()}
        with self._uow() as uow:
            before = load_settings(uow)
            changed = {key: new for key, new in clean.items() if new != before.value(key)}
            _ensure_free(uow, changed)
            for key, new in changed.items():
                store_setting(uow, key, new)
                uow.record(_changed(session, key, before.value(key), new))
            after = check_together(load_settings(uow))
            if changed:
                uow.commit()
        self._current = after
        for key in changed:
            self._sink.changed("settings", key)
        return self._current


def store_setting(uow: UnitOfWork, key: str, value: object) -> None:
    """Write a checked value as JSON knows it."""
    uow.settings.put(key, list(value) if isinstance(value, tuple) else value)


def _ensure_free(uow: UnitOfWork, changed: Mapping[str, object]) -> None:
    fixed = sorted(FIXED_AFTER_FIRST_SALE & set(changed))
    if fixed and uow.sales.last_instant() is not None:
        raise PosError("setting_fixed", key=fixed[0])


def _changed(session: Session, key: str, before: object, after: object) -> Event:
    return Event(
        type="settings.changed",
        content={"key": key, "before": _plain(before), "after": _plain(after)},
        person=session.person_uuid,
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
