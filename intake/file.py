"""From a file to its sheets: what it is, whether it is too large, and who reads it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from django.utils.translation import gettext as _

from intake.archive import open_archive
from intake.delimited import read_delimited
from intake.old_workbook import OLE, read_old_workbook
from intake.open_document import is_open_document, read_open_document
from intake.sheet import Sheet
from intake.unreadable import Unreadable
from intake.workbook import WORKBOOK, read_workbook

FILE_MOST = 20 * 1024**2

# What a file begins with that is no spreadsheet, and what people call it.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"<!DOCTYPE", "HTML"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)


@dataclass(frozen=True)
class File:
    """A file that a person gave: its name as they know it, and its bytes."""

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def at(cls, path: Path, most: int = FILE_MOST) -> "File":
        """Read a file from disk; its size is asked first."""
        try:
            if path.is_dir():
                raise Unreadable(_("%s is a folder.") % path, _("Name the file in it."))
            size = path.stat().st_size
            if size > most:
                raise too_large(size, most)
            return cls(path.name, path.read_bytes())
        except FileNotFoundError as error:
            raise Unreadable(
                _("There is no file %s.") % path, _("Check its name and folder.")
            ) from error
        except OSError as error:
            raise Unreadable(
                _("%(file)s cannot be read (%(why)s).") % {"file": path, "why": error.strerror},
                _("Check that you may read it."),
            ) from error

    @property
    def sha256(self) -> str:
        """The file's fingerprint, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def sheets(self) -> Iterator[Sheet]:
        """Its visible sheets; `Unreadable` where it is no spreadsheet."""
        if len(self.data) > FILE_MOST:
            raise too_large(len(self.data), FILE_MOST)
        if not self.data.strip():
            raise Unreadable(_("The file is empty."), _("Choose the file that holds the rows."))
        if self.data.startswith(b"PK\x03\x04") or self.data.startswith(b"PK\x05\x06"):
            return self._of_archive(open_archive(self.data))
        if self.data.startswith(OLE):
            return read_old_workbook(self.data)
        for start, kind in OTHERS:
            if self.data.lstrip()[: len(start)] == start:
                raise _no_spreadsheet(kind)
        return read_delimited(self.data, self.name)

    def _of_archive(self, archive: ZipFile) -> Iterator[Sheet]:
        if WORKBOOK in archive.namelist():
            return read_workbook(self.data)
        if is_open_document(archive):
            return read_open_document(self.data)
        raise _no_spreadsheet("ZIP")


def too_large(size: int, most: int) -> Unreadable:
    """The file is refused for its size, given in bytes, before it is read."""
    return Unreadable(
        _("The file is too large: %(size)d MB, and at most %(most)d MB can be imported.")
        % {"size": -(-size // 1024**2), "most": most // 1024**2},
        _("Remove pictures and sheets that are not needed, or split it in parts."),
    )


def _no_spreadsheet(kind: str) -> Unreadable:
    return Unreadable(
        _("The file is no spreadsheet but %s.") % kind,
        _("Save the list as .xlsx or as CSV, and import that."),
    )
