"""PINs and passwords as argon2id hashes, slow to guess on stolen data (R33)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2PinHasher:
    """See :class:`pos_app.services.ports.PinHasher`.

    64 MiB and three passes by default, about a tenth of a second; ``light`` (19 MiB, two passes)
    is for slow tills. A hash made with either is verified by both, for it carries its own figures.
    """

    def __init__(self, *, light: bool = False) -> None:
        memory, passes = (19 * 1024, 2) if light else (64 * 1024, 3)
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)

    def hash(self, secret: str) -> str:
        """The storable hash, with its salt and figures."""
        return self._hasher.hash(secret)

    def verify(self, hashed: str, secret: str) -> bool:
        """Whether ``secret`` is the one behind ``hashed``; a spoilt hash fits no secret."""
        try:
            return self._hasher.verify(hashed, secret)
        except (VerificationError, InvalidHashError):
            return False
