"""Take the words out of the source, keep the four catalogues in step, and check them.

python packaging/messages.py update    extract from pos_app and update every .po
python packaging/messages.py compile   write the .mo files the program reads
python packaging/messages.py check     exit 1 and list every fault of source and catalogues

A catalogue is in step when it has exactly the messages of the source, each translated in every
plural form, none fuzzy, with the same named fields as the English text.
"""

from __future__ import annotations

import ast
import copy
import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from pos_app.i18n import LANGUAGES
from pos_app.i18n.catalogue import DOMAIN, catalogue_path, compile_catalogue

SOURCE = LANGUAGES[0]
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
POSITIONS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator",
            "Report-Msgid-Bugs-To", "Language-Team")  # fmt: skip
# A slip that calls itself a fiscal document would be a lie in the eyes of the law.
FORBIDDEN = {"ru": ("кассовый чек",), "pl": ("paragon fiskalny",), "az": ("kassa çeki",)}


def template(package: Path = ROOT / "pos_app") -> Catalog:
    """All messages of the source, with the files they stand in."""
    catalogue = Catalog(domain=DOMAIN, charset="utf-8")
    found = extract_from_dir(
        str(package), method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=["L10N:"],
        strip_comment_tags=True,
    )  # fmt: skip
    for file, _line, message, comments, context in sorted(found, key=lambda row: row[0]):
        place = f"{package.name}/{Path(file).as_posix()}"
        catalogue.add(message, None, [(place, 1)], auto_comments=comments, context=context)
    return catalogue


def load(language: str, root: Path | None = None) -> Catalog:
    """The catalogue of ``language`` as it lies on disk, or a new one."""
    path = catalogue_path(language, root=root)
    if not path.is_file():
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def update(root: Path | None = None, source: Catalog | None = None) -> None:
    """Bring every ``.po`` in step with the source; new messages are left empty."""
    source = source or template()
    for language in LANGUAGES:
        catalogue = load(language, root)
        catalogue.update(copy.deepcopy(source), no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        if language == SOURCE:
            for message in messages(catalogue):
                message.string = message.id
        _write(catalogue, catalogue_path(language, root=root), language)


def _write(catalogue: Catalog, path: Path, language: str) -> None:
    catalogue.header_comment = f"# {language}: the words of the till; see CONTRIBUTING.md."
    catalogue.project, catalogue.version = "pos-app", "main"
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=96, sort_by_file=True, include_lineno=False)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}:' for name in VOLATILE))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(kept).rstrip("\n") + "\n", encoding="utf-8")


def compile_all(root: Path | None = None) -> None:
    """Write each ``.mo`` next to its ``.po``."""
    for language in LANGUAGES:
        path = catalogue_path(language, root=root)
        if path.is_file():
            path.with_suffix(".mo").write_bytes(compile_catalogue(path))


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


# ----------------------------------------------------------------------------------- catalogues


def check_catalogue(language: str, catalogue: Catalog, source: Catalog) -> list[str]:
    """What is wrong with one language, one line each."""
    wanted = {(message.context, _id(message)) for message in messages(source)}
    present = {(message.context, _id(message)) for message in messages(catalogue)}
    faults = [
        f"{language}: not in the catalogue: {text!r}" for _, text in _in_order(wanted - present)
    ]
    faults += [f"{language}: no longer used: {t!r}" for _, t in _in_order(present - wanted)]
    for message in messages(catalogue):
        for fault in _faults(language, catalogue, message):
            faults.append(f"{language}: {fault}: {_id(message)!r}")
    return faults


def _in_order(keys: set[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    return sorted(keys, key=lambda key: (key[0] or "", key[1]))


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _faults(language: str, catalogue: Catalog, message: Message) -> Iterator[str]:
    plural = not isinstance(message.id, str)
    sources = list(message.id) if plural else [message.id]
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not any(texts):
        yield "not translated"
        return
    if plural and len(texts) != catalogue.num_plurals:
        yield f"{len(texts)} plural forms instead of {catalogue.num_plurals}"
    if not all(texts):
        yield "a plural form is empty"
        return
    yield from _text_faults(language, sources, texts, plural=plural)


def _text_faults(
    language: str, sources: list[str], texts: list[str], *, plural: bool
) -> Iterator[str]:
    allowed = set().union(*(fields(text) for text in sources))
    for text in texts:
        missing = allowed - fields(text) - ({"n"} if plural else set())
        extra = fields(text) - allowed
        if missing or extra:
            yield f"fields differ ({', '.join(sorted(missing | extra))})"
        if (text[:1].isspace(), text[-1:].isspace()) != (
            sources[0][:1].isspace(),
            sources[0][-1:].isspace(),
        ):
            yield "blanks at the ends differ"
        if text.rstrip().endswith((":", "…")) != sources[-1].rstrip().endswith((":", "…")):
            yield "closing colon or ellipsis differs"
        if language != SOURCE and '"' in text:
            yield "straight quotation marks (use «» or „”)"
        yield from (f"says {w!r}" for w in FORBIDDEN.get(language, ()) if w in text.casefold())


def fields(text: str) -> set[str]:
    """The named fields of a message; a broken or unnamed one comes back as it is written."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return {text}
    return {name for _, name, _, _ in parsed if name is not None}


# --------------------------------------------------------------------------------------- source


def check_source(package: Path = ROOT / "pos_app") -> list[str]:
    """Calls the extractor can't follow: built text, wrong or unnamed fields."""
    faults: list[str] = []
    for file in sorted(package.rglob("*.py")):
        if file.parent.name == "i18n":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in calls:
            place = f"{file.relative_to(package.parent).as_posix()}:{call.lineno}"
            faults += [f"{place}: {fault}" for fault in _call_faults(call)]
    return faults


def _call_faults(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in POSITIONS:
        return
    arguments = call.args[: POSITIONS[name]]
    built = (ast.JoinedStr, ast.BinOp, ast.Call, ast.IfExp)
    if any(isinstance(argument, built) for argument in arguments):
        yield "the message is put together at run time, so it can't be extracted"
        return
    texts = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if len(texts) != len(arguments) or any(keyword.arg is None for keyword in call.keywords):
        return
    if name == "pgettext":
        texts = texts[1:]
    wanted = set().union(*(fields(text) for text in texts)) if texts else set()
    if any(not field.isidentifier() for field in wanted):
        yield f"unnamed or computed field in {texts[0]!r}"
    given = {keyword.arg for keyword in call.keywords}
    if name == "ngettext":
        wanted, given = wanted - {"n"}, given - {"n"}
    if name != "N_" and wanted != given:
        odd = ", ".join(sorted(str(field) for field in wanted ^ given))
        yield f"fields don't match the call ({odd}): {texts[0]!r}"


def check(root: Path | None = None) -> list[str]:
    """Everything wrong with the source's calls and the four catalogues."""
    source = template()
    faults = check_source()
    for language in LANGUAGES:
        faults += check_catalogue(language, load(language, root), source)
    return faults


def main(arguments: list[str]) -> int:
    """Run one of the three tasks."""
    match arguments:
        case ["update"]:
            update()
            compile_all()
        case ["compile"]:
            compile_all()
        case ["check"]:
            faults = check()
            print("\n".join(faults) if faults else "catalogues: in step")
            return 1 if faults else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
