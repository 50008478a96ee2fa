"""What can go wrong, in codes; words are made where they are shown."""

from __future__ import annotations


class CodedError(Exception):
    """A failure named by a stable code and the figures a sentence about it needs.

    ``code`` is a lower-case identifier such as ``"shift_closed"``; ``params`` are plain values
    (money in minor units, points in hundredths) that the presenter formats for the reader.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})" if details else self.code


class PosError(CodedError):
    """What a person at the counter can meet and solve (wrong PIN, no shift, coupon expired)."""


class NeedsApproval(PosError):
    """An action above the person's rights; a second person may approve it on the spot (R33).

    ``action`` is the permission asked for; the caller repeats the command with an approval.
    """

    def __init__(self, action: str, **params: object) -> None:
        super().__init__("needs_approval", action=action, **params)
        self.action = action


class EnvironmentProblem(CodedError):
    """The world failed (disk full, file locked, printer gone), neither program nor person."""
