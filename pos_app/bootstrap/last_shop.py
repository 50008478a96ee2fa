"""Which shop a start opens: the own one, or the demo shop while one plays with it."""

from __future__ import annotations

from pos_app.adapters.files.paths import Places
from pos_app.adapters.files.station_file import StationFile
from pos_app.services.station import StationService


def demo_places(own: Places) -> Places:
    """Where the demo shop lies: inside the data folder, so that the own shop has its room."""
    return Places(data=own.data / "demo", config=own.config)


def last_shop(own: Places) -> Places | None:
    """The shop opened last: the demo while one plays with it, else the own; None before both."""
    demo = demo_places(own)
    station = StationService(StationFile(own.station_file)).current
    if station.places.data == str(demo.data) and demo.database.exists():
        return demo
    return own if own.database.exists() else None


def remember(own: Places, chosen: Places) -> None:
    """Note which shop is opened, for the next start."""
    station = StationService(StationFile(own.station_file))
    wanted = "" if chosen.data == own.data else str(chosen.data)
    if station.current.places.data != wanted:
        station.change("places.data", wanted)
