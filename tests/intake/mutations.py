"""Files as they come out of accidents: of the wire, of a program, of the hand that fills them."""

import os
import zipfile
from io import BytesIO

# How many files each fuzz test tries.
COUNT = int(os.environ.get("G287_FUZZ", "200"))

# What people and programs leave in cells.
CELLS = (
    "", " ", "0", "-1", "1e9", "NaN", "#REF!", "=1+1", "TRUE", "null", "'", '"', ";", "65;78;99",
    "100", "101", "999999999999999999999", "2023-02-13", "2023-02-30", "13/13/2023", "2/29/2023",
    "2/29/2024", "1899-12-31", "0001-01-01", "9999-12-31", "44972", "44972.75", "2/13/23",
    "tomorrow", "\u200b", "\u00a0x", "\u202eabc", "A\u0301", "ß" * 60, "x" * 300, "O'Neil",
    "Robert'); --", "李雷", "passed", "failed", "incomplete", "JEM", "WSO", "TFM", "BASIC",
    "REFRESHER", "FL", "Guam", "ZZ",
)  # fmt: skip


def mutated(data, source):
    """The bytes with some changed, left out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(source.choice((1, 1, 3, 20))):
        place = source.randrange(len(changed))
        length = source.choice((1, 1, 4, 40))
        match source.randrange(5):
            case 0:
                changed[place] = source.randrange(256)
            case 1:
                changed[place : place + length] = source.randbytes(length)
            case 2:
                del changed[place : place + length]
            case 3:
                changed[place:place] = changed[place : place + length]
            case _:
                changed[place : place + 4] = source.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f")
                )
    return bytes(changed) or b"x"


def mutated_inside(data, source):
    """The archive with one member mutated and its checksum right."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        hit = source.choice(old.namelist())
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, mutated(content, source) if item == hit and content else content)
    return stream.getvalue()


def mutated_cells(rows, source):
    """Rows of cells after a heading, with some cells, rows or columns changed, moved or doubled."""
    changed = [list(row) for row in rows]
    for _ in range(source.choice((1, 1, 2, 5))):
        # The heading is hit seldom, else no row would be read.
        first = 0 if source.random() < 0.05 else 1
        number = source.randrange(first, len(changed))
        row, column = changed[number], source.randrange(len(changed[0]))
        match source.randrange(8):
            case 0 | 1 | 2:
                row[column] = source.choice(CELLS)
            case 3:
                row[column] = source.choice(changed[1:])[column]
            case 4:
                other = source.randrange(len(row))
                row[column], row[other] = row[other], row[column]
            case 5:
                changed.append(list(row))
            case 6 if len(changed) > 3 and number:
                del changed[number]
            case _:
                row[column] = f"{row[column]}{source.choice(CELLS)}"[:400]
    return changed
