"""The installation's secret key: in the system's key ring, or in a file only the owner can read.

The journal's chain and the seals are HMACs with it (R34). It never travels with the data: a copy of
the shop's folder alone cannot be changed unnoticed. A file is looked for first, because asking a
key ring takes longer than starting the program.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Final, Protocol

from pos_app.domain.errors import EnvironmentProblem

KEY_BYTES: Final = 32
SERVICE: Final = "pos-app"
_FILE: Final = "journal.key"


class KeyRing(Protocol):
    """The part of ``keyring`` that is used."""

    def get_password(self, service: str, name: str, /) -> str | None: ...
    def set_password(self, service: str, name: str, value: str, /) -> None: ...


class NoKeyRing:
    """For machines that should not be asked: the file alone."""

    def get_password(self, service: str, name: str, /) -> str | None:
        """Nothing is known."""
        return None

    def set_password(self, service: str, name: str, value: str, /) -> None:
        """Refuse, so that the file is used."""
        raise EnvironmentProblem("no_key_ring")


class SystemKeyRing:
    """The system's own key ring by ``keyring``, imported when first asked."""

    def get_password(self, service: str, name: str, /) -> str | None:
        """The stored text, or None where there is none or no key ring."""
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(service, name)
        except keyring.errors.KeyringError:
            return None

    def set_password(self, service: str, name: str, value: str, /) -> None:
        """Store; raises ``EnvironmentProblem("no_key_ring")`` where that is impossible."""
        import keyring
        import keyring.errors

        try:
            keyring.set_password(service, name, value)
        except keyring.errors.KeyringError as error:
            raise EnvironmentProblem("no_key_ring") from error


def load_or_make_key(folder: Path, *, ring: KeyRing | None = None) -> bytes:
    """The 32-byte key of the installation whose data lies in ``folder``; made on first use.

    ``ring`` None means the system's key ring. Raises ``EnvironmentProblem``: ``key_damaged`` for a
    key that cannot be read (never replaced silently), ``read_only`` when it cannot be kept.
    """
    found = load_key(folder, ring=ring)
    if found is not None:
        return found
    key = secrets.token_bytes(KEY_BYTES)
    text = base64.b64encode(key).decode()
    try:
        (ring or SystemKeyRing()).set_password(SERVICE, str(folder.absolute()), text)
    except EnvironmentProblem:
        _write_key_file(folder / _FILE, text)
    else:
        if load_key(folder, ring=ring) != key:
            _write_key_file(folder / _FILE, text)
    return key


def load_key(folder: Path, *, ring: KeyRing | None = None) -> bytes | None:
    """The key if there is one; see :func:`load_or_make_key`."""
    path = folder / _FILE
    try:
        text: str | None = path.read_text(encoding="ascii")
    except FileNotFoundError:
        text = (ring or SystemKeyRing()).get_password(SERVICE, str(folder.absolute()))
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("key_damaged", path=str(path)) from error
    return None if text is None else _decoded(text, path)


def _decoded(text: str, path: Path) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise EnvironmentProblem("key_damaged", path=str(path)) from error
    if len(key) != KEY_BYTES:
        raise EnvironmentProblem("key_damaged", path=str(path))
    return key


def _write_key_file(path: Path, text: str) -> None:
    temporary = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise EnvironmentProblem("read_only", path=str(path)) from error
