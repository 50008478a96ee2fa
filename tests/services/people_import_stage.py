"""An import of people on the shop of the tests, from texts and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_app.adapters.files.phones import Phones
from pos_app.adapters.files.tables import FileTables
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.search import tidy
from pos_app.domain.customer import Customer
from pos_app.i18n.fold import fold
from pos_app.services.people_import import PeopleImport, PeoplePlan, PeopleResult
from pos_app.services.people_import_columns import PeopleMap
from pos_app.services.people_import_judge import ImportRules
from pos_app.services.people_import_undo import PeopleImportUndo
from tests.builders import Shop


@dataclass(kw_only=True)
class Stage:
    """The shop and its imports."""

    shop: Shop
    folder: Path
    imports: PeopleImport
    undoing: PeopleImportUndo

    def file(self, text: str | bytes, name: str = "people.csv") -> str:
        """A file that says this."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def plan(
        self, text: str | bytes, mapping: PeopleMap | None = None, *, name: str = "people.csv",
        **rules: Any,
    ) -> PeoplePlan:  # fmt: skip
        """The plan of a file that says this."""
        return self.imports.plan(self.file(text, name), mapping, rules=ImportRules(**rules))

    def take(self, text: str | bytes, **rules: Any) -> PeopleResult:
        """Import it."""
        return self.imports.apply(self.plan(text, **rules), session=self.shop.owner)

    def people(self) -> dict[str, Customer]:
        """All active people by name."""
        with self.shop.store.uow() as uow:
            found = [uow.customers.get(keys.customer_id) for keys in uow.people_imports.known()]
        return {person.name: person for person in found if person is not None}

    def sound(self) -> bool:
        """Whether the store agrees with its ledgers."""
        return not check_file(self.shop.store.path, self.shop.store.sealer).findings


def make_stage(shop: Shop, folder: Path) -> Stage:
    """Imports on this shop, with the phones of the world."""
    book = shop.book
    return Stage(
        shop=shop,
        folder=folder,
        imports=PeopleImport(
            shop.store.uow, FileTables(), Phones(), book, shop.clock, shop.ids, shop.sink,
            lambda name: tidy(fold(name)),
        ),
        undoing=PeopleImportUndo(shop.store.uow, book, shop.clock, shop.ids, shop.sink),
    )  # fmt: skip
