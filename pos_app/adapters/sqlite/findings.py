"""What a check of the store can find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference between what is stored and what must hold.

    ``code`` names the rule, ``where`` the place ("sale 1:17", "journal 204: points_entry 9");
    ``found`` and ``expected`` are the two figures where there are any. ``provable`` is False for
    what this installation's key cannot judge (data made by another installation).
    """

    code: str
    where: str
    found: str = ""
    expected: str = ""
    provable: bool = True

    def __str__(self) -> str:
        figures = (
            f": {self.found}, should be {self.expected}" if self.found or self.expected else ""
        )
        return f"{self.code} at {self.where}{figures}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a check. ``head`` is the journal's head, ``sales`` the number of sales."""

    findings: tuple[Finding, ...]
    head: str
    journal_rows: int
    sales: int
    schema_version: int

    @property
    def is_clean(self) -> bool:
        """True when nothing at all was found."""
        return not self.findings

    @property
    def differences(self) -> tuple[Finding, ...]:
        """Findings that are surely wrong, without those only another key could judge."""
        return tuple(finding for finding in self.findings if finding.provable)
