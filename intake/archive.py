"""Is a ZIP archive safe to unpack? Asked before any spreadsheet library touches it."""

import zipfile
from copy import copy
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from django.utils.translation import gettext as _

from intake.unreadable import Unreadable

UNPACKED_MOST = 250 * 1024**2
# Deflate packs 1032 to 1 at most; a real workbook, its formatted blank rows included, about 40.
RATIO_MOST = 200
# Below this, whatever the ratio, there is no harm in unpacking.
RATIO_FROM = 8 * 1024**2
MEMBERS_MOST = 2_000
BLOCK = 256 * 1024


def open_archive(data: bytes) -> ZipFile:
    """Open `data` as a ZIP archive after unpacking each member once, to nowhere, and counting.

    The sizes that an archive declares are checked first, since that is cheap, and then found out,
    since a forged one declares little.
    """
    try:
        archive = ZipFile(BytesIO(data))
        members = archive.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            raise password_protected()
        if len(members) > MEMBERS_MOST:
            raise _bomb()
        _within_limits(sum(member.file_size for member in members), len(data))
        unpacked = 0
        for member in members:
            unpacked = _unpacked_size(archive, member, unpacked, len(data))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise damaged() from error
    except Exception as error:  # zlib, lzma and bz2 each raise their own
        if isinstance(error, Unreadable | MemoryError):
            raise
        raise damaged() from error
    return archive


def password_protected() -> Unreadable:
    """The file cannot be opened without a password."""
    return Unreadable(
        _("The file is protected by a password."),
        _("Save a copy without the password and import that."),
    )


def damaged() -> Unreadable:
    """The file begins like a workbook and does not go on like one."""
    return Unreadable(
        _("The file is damaged: it begins like a workbook but cannot be unpacked."),
        _("Open it in your spreadsheet program, save it again as .xlsx and import that."),
    )


def _unpacked_size(archive: ZipFile, member: ZipInfo, so_far: int, packed: int) -> int:
    # zipfile stops at the declared size. With no size to stop at it reads to the true end, and
    # then checks the checksum of all of it.
    honest = copy(member)
    honest.file_size = UNPACKED_MOST + 1
    with archive.open(honest) as stream:
        while block := stream.read(BLOCK):
            so_far += len(block)
            _within_limits(so_far, packed)
    return so_far


def _within_limits(unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED_MOST or (unpacked > RATIO_FROM and unpacked > RATIO_MOST * packed):
        raise _bomb()


def _bomb() -> Unreadable:
    return Unreadable(
        _("The file is small but unpacks to more than this system takes (250 MB)."),
        _("Copy the rows into a new workbook, save that as .xlsx and import it."),
    )
