"""A person and all who were merged into them: what counts once per person counts over all (R23)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations


def kin_of(person: str) -> str:
    """SQL for the ids of ``person`` (a parameter or a column) and of all merged into them.

    Only as many rows are touched as there are merges, by the index over ``merged_into``.
    """
    return (
        f"(WITH RECURSIVE kin(id) AS (SELECT {person} UNION SELECT d.customer_id "
        "FROM kin k CROSS JOIN customer_detail d ON d.merged_into = k.id) SELECT id FROM kin)"
    )
