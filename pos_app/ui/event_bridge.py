"""From the services' "this changed" to the screens that show it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget


class _Listener:
    __slots__ = ("refresh", "stale", "topics", "widget")

    def __init__(
        self, widget: QWidget, topics: frozenset[str], refresh: Callable[[], object]
    ) -> None:
        self.widget, self.topics, self.refresh = widget, topics, refresh
        self.stale = False

    def wants(self, topic: str) -> bool:
        """A topic is wanted by its own name or by its first part (``sale`` for ``sale.done``)."""
        return topic in self.topics or topic.split(".")[0] in self.topics


class EventBridge(QObject):
    """Implements the services' ``EventSink``; may be called from any thread.

    Changes reported in one turn of the event loop are gathered, so that a screen refreshes
    once. A hidden screen refreshes when it is shown again: ``on_shown`` calls ``catch_up``.
    """

    changed_signal = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listeners: list[_Listener] = []
        self._topics: set[str] = set()
        self.changed_signal.connect(self._gather, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)

    def changed(self, topic: str, ref: str = "") -> None:
        """A service committed something under this topic (any thread)."""
        self.changed_signal.emit(topic, ref)

    def listen(self, widget: QWidget, topics: set[str], refresh: Callable[[], object]) -> None:
        """Refresh while ``widget`` is visible and one of ``topics`` changed."""
        listener = _Listener(widget, frozenset(topics), refresh)
        self._listeners.append(listener)
        widget.destroyed.connect(lambda: self._drop(listener))

    def catch_up(self, widget: QWidget) -> bool:
        """Refresh a screen that missed something while hidden; says whether it had."""
        missed = [item for item in self._listeners if item.widget is widget and item.stale]
        for item in missed:
            item.stale = False
            item.refresh()
        return bool(missed)

    def _gather(self, topic: str, _ref: str) -> None:
        self._topics.add(topic)
        self._soon.start()

    def _tell(self) -> None:
        topics, self._topics = self._topics, set()
        for item in list(self._listeners):
            if not any(item.wants(topic) for topic in topics):
                continue
            if item.widget.isVisible():
                item.stale = False
                item.refresh()
            else:
                item.stale = True

    def _drop(self, listener: _Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)
