"""Every refusal of a check, packed: hundreds of thousands fit where a page shows the first few."""

import json
import zlib
from collections.abc import Iterable, Iterator

from intake.report import Problem

CHUNK = 64 * 1024


def packed(problems: Iterable[Problem]) -> bytes:
    """The problems in their order, one line of JSON each, compressed."""
    press = zlib.compressobj(6)
    parts = [
        press.compress(
            json.dumps([p.row, f"{p.column}: {p.reason} {p.mend}".strip()]).encode() + b"\n"
        )
        for p in problems
    ]
    return b"".join((*parts, press.flush())) if parts else b""


def refusals_of(data: bytes) -> Iterator[tuple[int, str]]:
    """Row and words of each refusal, unpacked as they are asked for."""
    unpack, rest = zlib.decompressobj(), b""
    for place in range(0, len(data), CHUNK):
        *lines, rest = (rest + unpack.decompress(data[place : place + CHUNK])).split(b"\n")
        for line in lines:
            row, words = json.loads(line)
            yield row, words
