"""What the readers of workbooks share: XML without entities, and a refusal for every failure."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from xml.parsers import expat
from zipfile import ZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, PasswordError

from intake.archive import damaged, password_protected
from intake.sheet import SHEET_ROWS, CellRange
from intake.unreadable import Unreadable

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


@contextmanager
def as_refusals() -> Iterator[None]:
    """What a damaged workbook makes the libraries raise, as a refusal of the file."""
    try:
        yield
    except PasswordError as error:
        raise password_protected() from error
    except (CalamineError, expat.ExpatError, LookupError, ValueError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        # A panic in calamine's Rust arrives as a BaseException of no public type.
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def parse(archive: ZipFile, part: str, start: Start, end: End | None = None) -> None:
    """Stream one XML part, names without prefixes; a document type, so every entity, is refused."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.StartDoctypeDeclHandler = _refuse_document_type
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def links_of(anchors: Iterable[tuple[CellRange, str]]) -> dict[int, dict[int, str]]:
    """Addresses by row and column. One link may stand behind all cells of a range."""
    links: dict[int, dict[int, str]] = {}
    count = 0
    for place, address in anchors:
        height = place.last_row - place.first_row + 1
        count += height * (place.last_column - place.first_column + 1)
        if count > SHEET_ROWS:
            raise too_large()
        for number in range(place.first_row, place.last_row + 1):
            row = links.setdefault(number, {})
            for column in range(place.first_column, place.last_column + 1):
                row[column] = address
    return links


def too_large() -> Unreadable:
    """A sheet reaches beyond the limits."""
    return Unreadable(
        _("The sheet reaches further than this system takes (250,000 rows, 10 million cells)."),
        _("Delete the empty rows and columns beyond the data, or split the file in parts."),
    )


def _refuse_document_type(*_declaration: object) -> None:
    raise damaged()
