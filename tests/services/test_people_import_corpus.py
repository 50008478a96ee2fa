"""Dirty files of people, each with its outcome worked out by hand."""

from __future__ import annotations

import csv
import io
import quopri
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from pos_app.domain.errors import PosError
from pos_app.services.people_import import PeoplePlan
from tests.adapters.files.old_books import ods, ods_table, xls
from tests.builders import Shop, card_number
from tests.services.people_import_stage import Stage, make_stage

RUSSIAN = (
    "ФИО;Телефон;Город\nИванов Иван Иванович;+79161234567;Москва\n"
    "ПЕТРОВА ЁЛКА;+79161234568;Санкт-Петербург\nОбъедков Щукарь;+79161234569;Ижевск\n"
)
POLISH = (
    "Imię i nazwisko;Telefon;Miasto\nŁukasz Ździebło;600700800;Łódź\n"
    "Świętosława Ćma;600700801;Gdańsk\nZażółć Gęślą Jaźń;600700802;Kraków\n"
)
TURKISH = "Ad;Telefon;Qeyd\nGülşen Çağ;+994501234567;ılıq\nİsmayıl Şıx;+994501234568;ğ\n"
AZERI = (
    "Ad, soyad;Mobil nömrə;Doğum tarixi;SMS razılığı\n"
    "İsmayılova Gülnarə;050 123 45 67;24.11.1990;bəli\nƏliyev Ilqar;+994501234568;;xeyr\n"
)
PLAIN = "Name,Phone\nAnna,600700800\nJan,600700801\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file and its figures: rows read, accepted, merged, to review, rejected."""

    name: str
    data: bytes | Callable[[], bytes]
    figures: tuple[int, int, int, int, int]
    encoding: str = "utf-8"
    delimiter: str = ";"
    kind: str = "csv"
    reasons: tuple[str, ...] = ()
    people: dict[str, tuple[str, ...]] | None = None

    @property
    def bytes(self) -> bytes:
        """The file."""
        return self.data if isinstance(self.data, bytes) else self.data()


def text(name: str, told: str, figures: tuple[int, int, int, int, int], **more: object) -> Case:
    """A case from a text in its encoding."""
    encoding = str(more.get("encoding", "utf-8"))
    return Case(name=name, data=told.encode(encoding), figures=figures, **more)  # type: ignore[arg-type]


def workbook(write: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """An XLSX workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        write(book)
    return out.getvalue()


def merged_headers(book: xlsxwriter.Workbook) -> None:
    hidden, sheet = book.add_worksheet("Черновик"), book.add_worksheet("Клиенты")
    hidden.hide()
    hidden.write_row(0, 0, ["Name", "Phone"])
    sheet.activate()
    sheet.set_first_sheet()
    sheet.merge_range(0, 0, 0, 5, "Отчёт по клиентам за 2026 год")
    sheet.merge_range(1, 0, 1, 2, "Клиент")
    sheet.merge_range(1, 3, 1, 5, "Контакты")
    sheet.write_row(2, 0, ["Фамилия", "Имя", "Отчество", "Телефон", "Карта", "Дата рождения"])
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(3, 0, ["Иванов", "Иван", "Иванович"])
    sheet.write_number(3, 3, 48600700800)
    sheet.write_string(3, 4, "0000123")
    sheet.write_datetime(3, 5, datetime(1990, 11, 24), day)
    sheet.write_row(4, 0, ["Петров", "Пётр", "", "48600700801", "", "33201"])
    sheet.write_formula(5, 0, '=HYPERLINK("http://x","Сидоров")', None, "Сидоров")
    sheet.write_string(5, 3, "600700802")


def from_1904(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Phone", "Birthday"])
    sheet.write_row(1, 0, ["Anna", "600700800"])
    sheet.write_datetime(1, 2, datetime(1990, 11, 24), book.add_format({"num_format": "d/m/yy"}))


VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Иванов;Иван;Иванович;;\r\nFN:Иван Иванов\r\n"
    "TEL;TYPE=CELL:+7 916 123-45-67\r\nTEL;TYPE=HOME:+7 495 123-45-67\r\n"
    "EMAIL;TYPE=INTERNET:ivan@mail.ru\r\nBDAY:1990-11-24\r\nNOTE:люб\r\n ит чай\\, без сахара\r\n"
    "CATEGORIES:VIP,Москва\r\nADR;TYPE=HOME:;;ул. Ленина\\, 1;Москва;;101000;Россия\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 70 + "\r\n " + "B" * 70 + "\r\nEND:VCARD\r\n"
    "begin:vcard\r\nVERSION:4.0\r\nFN:Anna Nowak\r\nitem1.TEL;VALUE=uri:tel:+48600700800;ext=7\r\n"
    "BDAY:--1124\r\nUID:urn:uuid:1\r\nLANG:pl\r\nX-OTHER:1\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bez kontaktu\r\nEND:VCARD\r\n"
)


def old_vcard() -> bytes:
    name = quopri.encodestring("Петров;Пётр".encode()).decode().replace("=\n", "=\r\n")
    return (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name}\r\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1251:=CF=F0=E8=\r\n=E2=E5=F2\r\n"
        "TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=nobody:=41\r\n"
        "TEL;CELL:+79161234567\r\nBDAY:16041124\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Sidorov;Sidor\r\nTEL;HOME:12\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Last One\r\nTEL:+79161234569\r\n"
    ).encode()


CASES = [
    text("utf-8", RUSSIAN, (3, 3, 0, 0, 0)),
    text("utf-8 with a mark", RUSSIAN, (3, 3, 0, 0, 0), encoding="utf-8-sig"),
    text("utf-16", RUSSIAN, (3, 3, 0, 0, 0), encoding="utf-16"),
    text("utf-16-le without a mark", POLISH, (3, 3, 0, 0, 0), encoding="utf-16-le"),
    text("utf-16-be without a mark", PLAIN, (2, 2, 0, 0, 0), encoding="utf-16-be", delimiter=","),
    text("cp1251", RUSSIAN, (3, 3, 0, 0, 0), encoding="cp1251"),
    text("cp866", RUSSIAN, (3, 3, 0, 0, 0), encoding="cp866"),
    text("koi8-r", RUSSIAN, (3, 3, 0, 0, 0), encoding="koi8-r"),
    text("cp1250", POLISH, (3, 3, 0, 0, 0), encoding="cp1250"),
    text("latin-2", POLISH, (3, 3, 0, 0, 0), encoding="iso8859-2"),
    text("cp852", POLISH, (3, 3, 0, 0, 0), encoding="cp852"),
    text("cp1254", TURKISH, (2, 2, 0, 0, 0), encoding="cp1254"),
    text("azerbaijani", AZERI.replace("050 123 45 67", "+994501234567"), (2, 2, 0, 0, 0)),
    text("commas", PLAIN, (2, 2, 0, 0, 0), delimiter=","),
    text("tabs", PLAIN.replace(",", "\t"), (2, 2, 0, 0, 0), delimiter="\t"),
    text("bars", PLAIN.replace(",", "|"), (2, 2, 0, 0, 0), delimiter="|"),
    text("sep line", "sep=|\n" + PLAIN.replace(",", "|"), (2, 2, 0, 0, 0), delimiter="|"),
    text("old Mac line ends", PLAIN.replace("\n", "\r"), (2, 2, 0, 0, 0), delimiter=","),
    text("windows line ends", PLAIN.replace("\n", "\r\n"), (2, 2, 0, 0, 0), delimiter=","),
    Case(
        name="a line in another alphabet",
        data=RUSSIAN.encode() + "Чужой Щит;+79161234570;Омск\n".encode("cp1251"),
        figures=(4, 3, 0, 0, 1), reasons=("letters_lost",),
    ),
    text(
        "quoted line breaks",
        'Name;Phone;Note\n"Anna ""A""";600700800;"one\ntwo"\nJan;600700801;\n',
        (2, 2, 0, 0, 0), people={'Anna "A"': ("+48600700800",)},
    ),
    text(
        "a quotation mark never closed",
        'Name;Phone;City\nAnna;600700800;Łódź\n"Bar "Pod Różą;600700801;X\nJan;600700802;Y\n'
        "Ewa;600700803;Z\n",
        (4, 4, 0, 0, 0), people={"Ewa": ("+48600700803",), "Jan": ("+48600700802",)},
    ),
    text("empty rows", "Name;Phone\n\n;;\nAnna;600700800\n \n;\n", (1, 1, 0, 0, 0)),
    text("delimiters at the end", "Name;Phone;;\nAnna;600700800;;\nJan;600700801;;;;\n",
         (2, 2, 0, 0, 0)),
    text("ragged rows", "Name;Phone;City\nAnna;600700800\nJan;600700801;Łódź;ul. 1\n",
         (2, 1, 0, 0, 1), reasons=("row_too_long",)),
    text("headings alike", "Телефон;Телефон;Имя\n600700800;600700801;Анна\n", (1, 1, 0, 0, 0),
         people={"Анна": ("+48600700800", "+48600700801")}),
    text("rubbish above", "Отчёт\n;;\nОт 01.11.2026;;\nИмя;Телефон;Пол\nАнна;600700800;ж\n",
         (1, 1, 0, 0, 0)),
    text("header in the middle", "Name;Phone\nAnna;600700800\nname ;PHONE\nJan;600700801\n",
         (3, 2, 0, 0, 1), reasons=("header_again",)),
    text("a total below", "Name;Phone\nAnna;600700800\nИтого: 1;\n", (2, 1, 0, 0, 1),
         reasons=("contact_missing",)),
    Case(name="NUL bytes", data=b"Name;Phone\nAn\x00na;600\x00700800\n", figures=(1, 1, 0, 0, 0),
         people={"Anna": ("+48600700800",)}),
    text("odd blanks and wide figures",
         "Name;Phone;Points\nAnna\u00a0Maria\u2009Nowak;６００\u00a0700\u202f800;1\u00a0234,5\n",
         (1, 1, 0, 0, 0), people={"Anna\u00a0Maria Nowak": ("+48600700800",)}),
    text("text formulas and apostrophes", 'Name;Phone;Card\nAnna;"=""600700800""";\'0012345\n',
         (1, 1, 0, 0, 0), people={"Anna": ("+48600700800",)}),
    text("a spreadsheet's figures",
         "Name;Phone\nA A;4,8600700811E+10\nB B;4,8601E+10\nC C;48600700802.0\n",
         (3, 2, 0, 0, 1), reasons=("exponent",),
         people={"A A": ("+48600700811",), "C C": ("+48600700802",)}),
    text("money in many dresses",
         "Name;Phone;Total spent\nA A;600700800;1 234,56 zł\nB B;600700801;12,5\n"
         "C C;600700802;₽ 7,00\nD D;600700803;10%\nE E;600700804;1.2.3,4\n",
         (5, 4, 0, 0, 1), reasons=("not_a_number",)),
    text("dates of one order", "Name;Phone;DOB\nA;600700800;11/24/1990\nB;600700801;01/02/1991\n",
         (2, 2, 0, 0, 0)),
    text("dates of both orders",
         "Name;Phone;DOB\nA;600700800;11/24/1990\nB;600700801;24/11/1990\nC;600700802;01/02/1990\n",
         (3, 2, 0, 0, 1), reasons=("date_doubtful",)),
    text("duplicates within", "Name;Phone\nAnna Nowak;600700800\nA. Nowak;+48 600-700-800\n"
         "Jan;600700800\n", (3, 1, 1, 1, 0)),
    text("words for nothing", "Name;Phone;Email;Card\nAnna;600700800;нет;-\nJan;n/a;brak;0\n",
         (2, 1, 0, 0, 1), reasons=("contact_missing",)),
    text("consents in four languages",
         "Name;Phone;Consent SMS\nA;600700800;да\nB;600700801;nie\nC;600700802;bəli\n"
         "D;600700803;maybe\nE;600700804;\n", (5, 4, 0, 0, 1), reasons=("not_yes_no",)),
    text("a bank card among the cards",
         f"Name;Phone;Card\nA;600700800;{card_number(5)}\nB;600700801;4111 1111 1111 1111\n",
         (2, 1, 0, 0, 1), reasons=("bank_card_number",)),
    text("hidden and directed signs", "Name;Phone\nAn\u202ena\u200b\u0007;600700800\n",
         (1, 1, 0, 0, 0), people={"Anna": ("+48600700800",)}),
    text("formulas stay text", "Name;Phone\n=2+2;600700800\n@SUM(A1);600700801\n", (2, 2, 0, 0, 0),
         people={"=2+2": ("+48600700800",)}),
    text("a comma that was not quoted", "Name,Phone,City\nAnna,600700800,Łódź, Polna 1\n",
         (1, 0, 0, 0, 1), delimiter=",", reasons=("row_too_long",)),
    Case(name="merged headings, hidden sheet, formulas", data=lambda: workbook(merged_headers),
         figures=(3, 3, 0, 0, 0), encoding="", delimiter="", kind="xlsx",
         people={"Иванов Иван Иванович": ("+48600700800",), "Сидоров": ("+48600700802",)}),
    Case(name="1904 in xlsx", data=lambda: workbook(from_1904, date_1904=True),
         figures=(1, 1, 0, 0, 0), encoding="", delimiter="", kind="xlsx"),
    Case(
        name="xls", encoding="", delimiter="", kind="xls", figures=(3, 2, 0, 0, 1),
        reasons=("phone",), people={"Анна": ("+48600700800",)},
        data=lambda: xls(
            [["Черновик"]],
            [["Имя", "Телефон", "Дата рождения"], ["Анна", 48600700800, date(1990, 11, 24)],
             ["Ян", "600700801", "24.11.1990"], ["Зря", "17"]],
            hidden=[0],
        ),
    ),
    Case(name="1904 in xls", encoding="", delimiter="", kind="xls", figures=(1, 1, 0, 0, 0),
         data=lambda: xls([["Имя", "Телефон", "Дата рождения"],
                           ["Анна", "600700800", date(1990, 11, 24)]], from_1904=True)),
    Case(
        name="ods", encoding="", delimiter="", kind="ods", figures=(2, 2, 0, 0, 0),
        people={"Анна": ("+48600700800",)},
        data=lambda: ods(
            ods_table([["Имя"]], style="off", name="Скрыт")
            + ods_table([["Имя", "Телефон", "Дата рождения"],
                         ["Анна", 48600700800, date(1990, 11, 24)], ["Ян", "600700801"]]),
            styles='<style:style style:name="off"><style:table-properties table:display="false"/>'
                   "</style:style>",
        ),
    ),
    Case(name="vcard 3 and 4", data=VCARD.encode(), figures=(3, 2, 0, 0, 1), delimiter="",
         kind="vcard", reasons=("contact_missing",),
         people={"Иванов Иван Иванович": ("+79161234567", "+74951234567"),
                 "Anna Nowak": ("+48600700800",)}),
    Case(name="vcard 2.1, cards never ended", data=old_vcard, figures=(3, 2, 0, 0, 1),
         delimiter="", kind="vcard", reasons=("phone",),
         people={"Петров Пётр": ("+79161234567",), "Last One": ("+79161234569",)}),
    Case(name="vcard in utf-16", data=VCARD.encode("utf-16"), figures=(3, 2, 0, 0, 1),
         encoding="utf-16", delimiter="", kind="vcard", reasons=("contact_missing",)),
]  # fmt: skip


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    """Imports on a Polish shop without customers."""
    return make_stage(shop, tmp_path)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_dirty_file_has_its_outcome(stage: Stage, case: Case) -> None:
    plan = stage.plan(case.bytes)
    told = (plan.format.kind, plan.format.encoding, plan.format.delimiter)
    assert told == (case.kind, case.encoding, case.delimiter)
    done = stage.imports.apply(plan)
    figures = (done.read, done.accepted, done.merged, len(done.to_review), len(done.rejected))
    assert (figures, [row.reason.code for row in done.rejected]) == (
        case.figures, list(case.reasons),
    )  # fmt: skip
    people = stage.people()
    assert len(people) == done.accepted
    for name, phones in (case.people or {}).items():
        with stage.shop.store.uow() as uow:
            further = [c.value for c in uow.people.contacts(people[name].id) if c.kind == "phone"]
        assert (people[name].phone, *further) == phones
    assert stage.sound()


def test_what_is_named_by_hand_is_used_or_refused(stage: Stage) -> None:
    file = stage.file(RUSSIAN.encode("cp1251"))
    named = stage.imports.plan(file, encoding="windows-1251", delimiter=";")
    assert (named.format.encoding, named.format.delimiter) == ("windows-1251", ";")
    tabs = stage.file(PLAIN.replace(",", "\t"))
    assert stage.imports.plan(tabs, delimiter="tab").format.delimiter == "\t"
    with pytest.raises(PosError, match="import_encoding"):
        stage.imports.plan(file, encoding="cp9999")
    with pytest.raises(PosError, match="import_delimiter"):
        stage.imports.plan(file, delimiter=";;")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.startswith("1904")], ids=["xlsx", "xls"]
)
def test_days_counted_from_1904_are_the_same_days(stage: Stage, case: Case) -> None:
    stage.imports.apply(stage.plan(case.bytes))
    assert [person.birthday for person in stage.people().values()] == [date(1990, 11, 24)]


def plan_of_vcards(stage: Stage) -> PeoplePlan:
    return stage.plan(VCARD)


def test_a_vcard_says_all_it_says(stage: Stage) -> None:
    ivan, anna = plan_of_vcards(stage).rows
    assert (ivan.birthday, ivan.tags, ivan.notes, ivan.emails, ivan.number) == (
        date(1990, 11, 24), ("VIP", "Москва"), ("любит чай, без сахара",), ("ivan@mail.ru",), 1,
    )  # fmt: skip
    assert ivan.addresses == ("ул. Ленина, 1, Москва, 101000, Россия",)
    assert (anna.birthday, anna.language, anna.external, anna.phones[0].label) == (
        date(1904, 11, 24), "pl", "urn:uuid:1", "ext. 7",
    )  # fmt: skip
    old = stage.plan(old_vcard()).rows[0]
    assert (old.notes, old.birthday) == (("Привет",), date(1904, 11, 24))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 60_000_000)
    return out.getvalue()


def wide_row(repeat: int, attribute: str) -> bytes:
    cell = f'<table:table-cell {attribute}="{repeat}" office:value-type="string">'
    row = f"<table:table-row>{cell}<text:p>x</text:p></table:table-cell></table:table-row>"
    return ods(f'<table:table table:name="1">{row}</table:table>')


XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REFUSED = [
    ("an entity in ods", ods(ods_table([["Name", "Phone"]]), before=XXE), "import_damaged"),
    ("a bomb in ods", bomb(), "import_zip_bomb"),
    ("a wide cell in ods", wide_row(10**6, "table:number-columns-repeated"),
     "import_too_many_columns"),
    ("broken ods", ods("<table:table>"), "import_damaged"),
    ("no visible sheet", ods(""), "import_format"),
    ("a compound file of nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
     "import_damaged"),
    ("a cut xls", xls([["Name", "Phone"], ["Anna", "600700800"]])[:1400], "import_damaged"),
    ("one cell far off in xls", xls([[None] * 200 + ["x"]] + [[]] * 59_999 + [["y"]]),
     "import_too_many_rows"),
    ("a thousand columns", (";".join(f"c{n}" for n in range(1000)) + "\n").encode(),
     "import_too_many_columns"),
    ("a cell of 10 MB", b'Name;Phone\n"' + b"x" * 10_000_000 + b'";1\n', "import_cell_too_long"),
    ("an endless line in a vcard", b"BEGIN:VCARD\nNOTE:" + b"x" * 200_000 + b"\nEND:VCARD\n",
     "import_cell_too_long"),
    ("no header", b"Anna;600700800\nJan;600700801\n", "import_no_header"),
    ("nothing but a header's words of no use", "Пол;№\nж;1\n".encode(), "import_no_header"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_hostile_file_is_refused_whole(stage: Stage, data: bytes, code: str) -> None:
    with pytest.raises(PosError) as refused:
        stage.plan(data)
    assert refused.value.code == code


def test_a_picture_of_any_size_is_passed_over(stage: Stage) -> None:
    lines = "\n ".join("A" * 76 for _ in range(5_000))
    card = f"BEGIN:VCARD\nFN:Anna\nPHOTO;ENCODING=b:{lines}\nTEL:600700800\nEND:VCARD\n"
    whole = f"BEGIN:VCARD\nFN:Jan\nPHOTO:{'A' * 200_000}\nTEL:600700801\nEND:VCARD\n"
    assert [row.name for row in stage.plan(card + whole).rows] == ["Anna", "Jan"]


def test_a_code_shown_with_zeros_keeps_them_in_ods(stage: Stage) -> None:
    cell = (
        '<table:table-cell office:value-type="float" office:value="123">'
        "<office:annotation><text:p>a remark</text:p></office:annotation>"
        "<text:p>0000123</text:p></table:table-cell>"
    )
    head = ods_table([["Name", "Card"]]).removesuffix("</table:table>")
    name = (
        '<table:table-cell office:value-type="string"><text:p>An<text:s text:c="2"/>na'
        "<text:line-break/>N</text:p></table:table-cell>"
    )
    gap = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    row = f"<table:table-row>{name}{cell}</table:table-row>{gap}</table:table>"
    read = stage.plan(ods(head + row)).rows
    assert [(each.name, each.card, each.number) for each in read] == [("An na N", "0000123", 2)]


def test_refused_rows_can_be_mended_and_imported_again(stage: Stage, tmp_path: Path) -> None:
    from pos_app.adapters.files.exports import RejectsFile

    plan = stage.plan("Name;Phone\nAnna;17\nJan;600700801\n")
    done = stage.imports.apply(plan)
    path = tmp_path / "refused.csv"
    RejectsFile("Row", "Reason").write(
        str(path), plan.names, done.refused_rows(), lambda reason: reason.code
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows == [["Row", "Reason", "Name", "Phone"], ["2", "phone", "Anna", "17"]]
    again = stage.plan(path.read_bytes().replace(b";17", b";600700800"))
    assert stage.imports.apply(again).accepted == 1
