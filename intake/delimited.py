"""CSV files as people have them: three encodings, three separators, no promise of either."""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from intake.sheet import SHEET_ROWS, Sheet, SheetRow
from intake.unreadable import Unreadable

SEPARATORS = ",;\t"
CELL_MOST = 100_000
# Letters of UTF-8 in a file that is not all UTF-8: as Windows-1252 they would be "Ã©" for "é".
_HALF_UTF_8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


def read_delimited(data: bytes, name: str) -> Iterator[Sheet]:
    """The one sheet of a CSV file."""
    text = decode(data)
    head, _newline, rest = text.partition("\n")
    # Excel's own way to name the separator: a first line that no program shows as a row.
    if head.strip().lower().startswith("sep=") and len(head.strip()) == 5:
        yield Sheet(name, _rows(rest, head.strip()[4]))
        return
    yield Sheet(name, _rows(text, separator_of(text)))


def decode(data: bytes) -> str:
    """The text of the file: UTF-8 or UTF-16 as far as that is what it is, else Windows-1252."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise _wrong_encoding()  # UTF-32
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[:400].count(0) > len(data[:400]) // 4:
        # UTF-16 without its mark: in Latin text every second byte is zero.
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig" or data.startswith(BOM_UTF8) or _HALF_UTF_8.search(data):
            raise _wrong_encoding() from error
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as other:
            raise _wrong_encoding() from other
    if "\0" in text:
        raise Unreadable(
            _("The file is no spreadsheet: it holds bytes that text never holds."),
            _("Export the sheet as CSV or save it as .xlsx, and import that."),
        )
    return text


def separator_of(text: str) -> str:
    """The separator that the first filled line uses most, outside its quotes."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=unquoted.count)


def _rows(text: str, separator: str) -> Iterator[SheetRow]:
    # One limit for the whole process; it only ever falls, and to the same value.
    csv.field_size_limit(CELL_MOST)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            if number > SHEET_ROWS:
                raise Unreadable(
                    _("The file has more rows than this system takes (250,000)."),
                    _("Split it in parts and import them one after the other."),
                )
            yield SheetRow(number, list(values))
    except csv.Error as error:
        raise Unreadable(
            _(
                "The file cannot be read from row %(row)d on: a quotation mark is not closed, or"
                " a cell holds more than 100,000 characters."
            )
            % {"row": number + 1},
            _("Mend that row in a spreadsheet program and save it as CSV again."),
        ) from error


def _wrong_encoding() -> Unreadable:
    return Unreadable(
        _("The file is in no encoding that this system reads (UTF-8, UTF-16, Windows-1252)."),
        _('Save it again as "CSV UTF-8" or as .xlsx, and import that.'),
    )
