"""One place that hears what changed and tells whoever asked to hear it."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[str, str], None]


class EventHub:
    """The :class:`~pos_app.services.ports.EventSink` of the program.

    Listeners are called on the thread of the change, after the commit; a window goes through its
    event bridge.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of every change; the answer stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def changed(self, topic: str, ref: str = "") -> None:
        """Tell all listeners; see the port."""
        for listener in tuple(self._listeners):
            listener(topic, ref)
