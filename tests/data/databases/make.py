"""Makes the small database of the present schema version; run once per version, then committed.

python -m tests.data.databases.make
"""

from __future__ import annotations

from pathlib import Path

from pos_app.adapters.sqlite import migrations
from pos_app.adapters.sqlite.backup import as_single_file
from tests.adapters.sqlite.shop import make_shop, sell


def main() -> None:
    """Write ``schema-NNNN.db`` beside this file, unless it is there: it never changes again."""
    path = Path(__file__).with_name(f"schema-{migrations.LATEST:04d}.db")
    if path.exists():
        return
    shop = make_shop(path)
    for number in range(3):
        sell(shop, f"s-{number}")
    shop.store.close()
    as_single_file(path)


if __name__ == "__main__":
    main()
