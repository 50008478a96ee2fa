"""Why a row of an import was refused, and why a file was, in words; headings of an export."""

from __future__ import annotations

from typing import Final

from pos_app.i18n import N_, Translator
from pos_app.services.tabular import Reason

REASONS: Final[dict[str, str]] = {
    "ambiguous_number": N_("“{text}” can be read two ways; name the decimal sign"),
    "bank_card_number": N_("this could be a bank card's number, which is never kept"),
    "amount_out_of_range": N_("the amount {text} is out of range"),
    "birthday_ahead": N_("the birthday {text} is still to come"),
    "card_number": N_("{card} is no card number of this shop"),
    "card_of_another": N_("the card is somebody else's"),
    "card_unusable": N_("the card {card} has ended"),
    "cell_error": N_("the spreadsheet shows the error {text}"),
    "contact_missing": N_("neither phone, e-mail, card nor number is given"),
    "consent_taken_back": N_("a consent the person has taken back is not given again"),
    "amounts_of_known": N_("points and turnover are for new people only"),
    "date_doubtful": N_("{text} can be read two ways"),
    "day_ahead": N_("the day {text} is still to come"),
    "email": N_("“{text}” is not an e-mail address"),
    "exponent": N_("a spreadsheet turned the number into {text}; format it as text"),
    "header_again": N_("the heading is repeated"),
    "known_person": N_("this person is known already"),
    "labels": N_("more than {most} tags or groups"),
    "language": N_("“{text}” is not one of the program's languages"),
    "letters_lost": N_("the letters of this row cannot be read in the file's alphabet"),
    "matches_several": N_("phone, e-mail or card belong to different people"),
    "other_birthday": N_("a known person with another birthday"),
    "other_name": N_("a known person with another name"),
    "phone": N_("“{text}” is not a phone number"),
    "referrer_circular": N_("the two would have brought each other"),
    "referrer_late": N_("a referrer is named before the first receipt"),
    "referrer_self": N_("nobody brings themselves"),
    "row_too_long": N_("the row has {cells} cells, the heading {columns}"),
    "shared_contact": N_("several people share this phone or e-mail"),
    "text_too_long": N_("a text is longer than {longest} characters"),
    "unknown_referrer": N_("nobody is known by the referrer's number"),
    "unknown_tier": N_("the shop has no tier “{tier}”"),
    "barcode_check": N_("the check digit of bar code {text} is wrong"),
    "barcode_exponent": N_("a spreadsheet turned the bar code into {text}; format it as text"),
    "barcode_form": N_("“{text}” is not a bar code"),
    "cell_too_long": N_("a cell has more than {longest} characters"),
    "day_over": N_("the day {text} is over"),
    "date": N_("“{text}” is not a date"),
    "duplicate_in_file": N_("the same article stands in row {row}"),
    "key_missing": N_("neither article number nor bar code is given"),
    "key_too_long": N_("the code is longer than {longest} characters"),
    "line_sum": N_("a line's parts come to another sum than its {net}"),
    "line_sum_missing": N_("a line has neither sum nor price"),
    "matches_two": N_("bar code {barcode} belongs to article {sku}"),
    "name_missing": N_("a new article needs a name"),
    "negative_price": N_("the price {text} is below zero"),
    "negative_total": N_("the receipt comes to less than zero"),
    "no_lines": N_("the receipt has no lines"),
    "not_a_number": N_("“{text}” is not a number"),
    "not_yes_no": N_("“{text}” is neither yes nor no"),
    "number_too_long": N_("the number {text} is too long"),
    "person_missing": N_("neither card nor phone is given"),
    "points_out_of_range": N_("the points {text} are out of range"),
    "price_missing": N_("a new article needs a price"),
    "price_too_high": N_("the price {text} is too high"),
    "quantity_out_of_range": N_("the quantity {text} is out of range"),
    "receipt_sum": N_("the lines do not come to the receipt's total {total}"),
    "shared_phone": N_("several customers have this phone; name the card"),
    "sum_out_of_range": N_("the sum {text} is out of range"),
    "taken_before": N_("this row of this file was taken before"),
    "tax_rate": N_("“{text}” is not a tax rate"),
    "tender_sum": N_("the payments do not come to the receipt's total"),
    "time": N_("“{text}” is not a time"),
    "too_many_decimals": N_("{text} has more than {digits} decimals"),
    "unknown_card": N_("nobody has the card {card}"),
    "unknown_customer": N_("customer {customer} is not among the customers"),
    "unknown_phone": N_("nobody has this phone"),
    "unknown_tender": N_("the way of payment “{tender}” is not in the mapping"),
    "unknown_unit": N_("“{text}” is not a unit"),
}

FILE_PROBLEMS: Final[dict[str, str]] = {
    "export_format": N_("an export is a .csv or an .xlsx file"),
    "export_period": N_("the period ends before it begins"),
    "history_changed": N_("“{name}” was begun with other files; give the import another name"),
    "history_map": N_("the mapping file is wrong at “{key}” ({reason})"),
    "history_order": N_("line {row}: receipt {receipt} is out of turn; set ordered = false"),
    "import_cancelled": N_("the import was stopped"),
    "import_cell_too_long": N_("row {row} has a cell of more than {limit} characters"),
    "import_column_missing": N_("the file has no column “{column}”"),
    "import_damaged": N_("{file} is damaged and cannot be read"),
    "import_delimiter": N_("“{delimiter}” cannot divide columns; it is one sign"),
    "import_encoding": N_("no alphabet is called “{encoding}”"),
    "import_format": N_("this is no table that can be read: CSV, XLSX, XLS, ODS"),
    "import_map": N_("the column mapping cannot be read ({reason})"),
    "import_no_header": N_("no row names the columns; give a column mapping"),
    "import_not_found": N_("{file} is not there"),
    "import_too_large": N_("{file} is larger than {megabytes} MB"),
    "import_too_many_columns": N_("row {row} has more than {limit} columns"),
    "import_too_many_rows": N_("the file has more than {limit} rows"),
    "import_zip_bomb": N_("{file} unpacks to far more than a table can need"),
    "people_import_undone": N_("import {number} was taken back already"),
    "people_import_unknown": N_("there is no import {number}"),
    "till_in_use": N_("till {till} has receipts already; give the history a till of its own"),
}

_HEADINGS: Final[dict[str, str]] = {
    "batch": N_("Batch"),
    "coupon": N_("Coupon"),
    "coupon_state": N_("State"),
    "uses": N_("Times used"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "active": N_("Active"), "at": N_("Date and time"), "balance": N_("Points"),
    "barcode": N_("Bar code"), "birthday": N_("Birthday"), "brand": N_("Brand"),
    "card": N_("Card"), "cashier": N_("Cashier"), "cost": N_("Cost"), "created": N_("Since"),
    "customer": N_("Customer"), "discount": N_("Discount"), "email": N_("E-mail"),
    "fixed_price": N_("Fixed price"), "gross": N_("Before discounts"), "group": N_("Group"),
    "last_visit": N_("Last visit"), "lines": N_("Lines"), "name": N_("Name"),
    "number": N_("Number"), "phone": N_("Phone"), "plu": N_("PLU"),
    "points_earned": N_("Points earned"), "points_money": N_("Paid with points"),
    "first_name": N_("First name"), "phones": N_("All phones"), "messenger": N_("Messenger"),
    "address": N_("Address"), "language": N_("Language"), "card_last4": N_("Card, last 4"),
    "spent_year": N_("Spent, 12 months"), "favourite": N_("Favourite category"),
    "groups": N_("Groups"), "household": N_("Household"), "note": N_("Note"),
    "price": N_("Price"), "sku": N_("SKU"), "source": N_("Source"), "tags": N_("Tags"),
    "tax": N_("Tax"), "tier": N_("Tier"), "till": N_("Till"), "total": N_("Total"),
    "turnover": N_("Turnover"), "unit": N_("Unit"), "visits": N_("Visits"),
}  # fmt: skip


def reason_text(reason: Reason, t: Translator) -> str:
    """Why a row was refused; the bare code where no words are known."""
    text = REASONS.get(reason.code)
    if text is None or (not reason.params and "{" in text):
        return reason.code
    try:
        return t._(text, **reason.params)
    except KeyError:
        return reason.code


def heading(key: str, t: Translator) -> str:
    """The title of an exported column."""
    return t._(_HEADINGS[key])
