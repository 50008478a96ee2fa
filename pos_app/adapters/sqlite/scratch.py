"""Filling a file that nobody knows yet: durability is asked for once, at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.store import Store


@contextmanager
def hurried(store: Store) -> Iterator[None]:
    """Write without waiting for the disk on this thread; all of it is safe when the block ends.

    Only for a file under a temporary name: a power cut inside may leave it in pieces.
    """
    connection = store._writer()
    with translated():
        connection.execute("PRAGMA synchronous=OFF").fetchall()
    try:
        yield
    finally:
        with translated():
            connection.execute("PRAGMA synchronous=FULL").fetchall()
    store.checkpoint("TRUNCATE")
    with store.path.open("rb+") as file:
        os.fsync(file.fileno())
