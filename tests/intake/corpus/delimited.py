"""CSV files as programs and people leave them."""

from intake.file import File


def csv_of(text, encoding="utf-8", before=b""):
    return lambda: File("list.csv", before + text.encode(encoding))


HEAD = "NAME,BADGE\n"
ONE = [(2, "Peña", "1")]

DELIMITED = {
    "CSV: UTF-8": (csv_of(HEAD + "Peña,1\n"), ONE),
    "CSV: UTF-8 with its mark": (csv_of(HEAD + "Peña,1\n", "utf-8-sig"), ONE),
    "CSV: UTF-16 little end first": (csv_of(HEAD + "Peña,1\n", "utf-16-le", b"\xff\xfe"), ONE),
    "CSV: UTF-16 big end first": (csv_of(HEAD + "Peña,1\n", "utf-16-be", b"\xfe\xff"), ONE),
    "CSV: Windows-1252": (csv_of(HEAD + "Peña,1\n", "cp1252"), ONE),
    "CSV: Windows-1252 quotation marks": (
        csv_of(HEAD + "O’Brien – Smith,1\n", "cp1252"),
        [(2, "O’Brien – Smith", "1")],
    ),
    "CSV: semicolons": (csv_of("NAME;BADGE\nPeña;1\n"), ONE),
    "CSV: tabs": (csv_of("NAME\tBADGE\nPeña\t1\n"), ONE),
    "CSV: commas in the cells of a semicolon file": (
        csv_of('NAME;BADGE\nPeña, A, B;1\n"x;y";2\n'),
        [(2, "Peña, A, B", "1"), (3, "x;y", "2")],
    ),
    "CSV: lines end as on an old Mac": (csv_of("NAME,BADGE\rPeña,1\r"), ONE),
    "CSV: no line feed at the end": (csv_of(HEAD + "Peña,1"), ONE),
    "CSV: quotation marks in a quoted cell": (
        csv_of(HEAD + '"Peña ""Pen"" A",1\n'),
        [(2, 'Peña "Pen" A', "1")],
    ),
    "CSV: a line feed in a quoted cell": (
        csv_of(HEAD + '"Peña\r\nAna",1\nB,2\n'),
        [(2, "Peña Ana", "1"), (3, "B", "2")],
    ),
    "CSV: cells that begin like formulas": (
        csv_of(HEAD + "=HYPERLINK(1),+1\n-x,@y\n\"=cmd|' /C calc'!A0\",-2+3\n"),
        [(2, "=HYPERLINK(1)", "+1"), (3, "-x", "@y"), (4, "=cmd|' /C calc'!A0", "-2+3")],
    ),
    "CSV: leading zeros": (csv_of(HEAD + "Peña,0012\n"), [(2, "Peña", "0012")]),
    "CSV: accents as letter and mark": (csv_of(HEAD + "Pen\u0303a,1\n"), ONE),
    "CSV: non-breaking and zero-width spaces": (
        csv_of("\u200bNAME,BADGE\u00a0\nPe\u200bña,\u00a01\u202f\n"),
        ONE,
    ),
    "CSV: marks of direction around right-to-left text": (
        csv_of(HEAD + "\u202bכהן\u202c,1\n\u2067علي\u2069,2\n"),
        [(2, "כהן", "1"), (3, "علي", "2")],
    ),
    "CSV: suffixes and hyphens": (
        csv_of(HEAD + '"Smith-Jones, Jr.",1\nO\'Neil III,2\n'),
        [(2, "Smith-Jones, Jr.", "1"), (3, "O'Neil III", "2")],
    ),
    "CSV: other alphabets and signs beyond 16 bits": (
        csv_of(HEAD + "李雷 \U0001f468,1\n", "utf-16"),
        [(2, "李雷 \U0001f468", "1")],
    ),
    "CSV: blank lines between": (csv_of(HEAD + "\n,\nPeña,1\n"), [(4, "Peña", "1")]),
    "CSV: the heading again on every page": (
        csv_of(HEAD + "Peña,1\nName,Badge no.\nB,2\n"),
        [(2, "Peña", "1"), (4, "B", "2")],
    ),
    "CSV: a group heading above the heading": (
        csv_of("Person,,Office\nNAME,BADGE,PLACE\nPeña,1,x\n"),
        [(3, "Peña", "1")],
    ),
    "CSV: the heading in row 7": (
        csv_of("Roster\n\n\n\n\n\n" + HEAD + "Peña,1\n"),
        [(8, "Peña", "1")],
    ),
    "CSV: columns in another order among others": (
        csv_of("x,badge_no,y,Name\n,1,,Peña\n"),
        ONE,
    ),
    "CSV: a cell of 32,767 characters": (
        csv_of(HEAD + f"{'x' * 32_767},1\n"),
        [(2, "x" * 32_767, "1")],
    ),
}
