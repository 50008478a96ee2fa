"""Phone numbers of the world, by Google's tables (``phonenumberslite``)."""

from __future__ import annotations


class Phones:
    """See :class:`pos_app.services.customers.PhonePort`."""

    def e164(self, text: str, region: str) -> str | None:
        """``text`` as ``+994501234567`` read from within ``region``, None when no such number is.

        The tables take 30 ms to load, so the first number loads them, not the start of the program.
        """
        import phonenumbers

        try:
            number = phonenumbers.parse(text, region or None)
        except phonenumbers.NumberParseException:
            return None
        if number.extension or not phonenumbers.is_valid_number(number):
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def shown(self, number: str, region: str) -> str:
        """A stored number as people in ``region`` write it: ``050 123 45 67``.

        Numbers of other countries keep their code: ``+48 501 234 567``. What is no number stays.
        """
        import phonenumbers

        try:
            known = phonenumbers.parse(number, None)
        except phonenumbers.NumberParseException:
            return number
        at_home = phonenumbers.region_code_for_number(known) == region
        form = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(known, form.NATIONAL if at_home else form.INTERNATIONAL)
