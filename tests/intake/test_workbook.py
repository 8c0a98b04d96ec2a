from datetime import date

from intake.dates import date_of
from tests.intake.workbooks import COLUMNS, read, rezipped, table_of, workbook


def test_blank_rows_are_counted_and_keep_their_numbers():
    file = workbook(["NAME", "BADGE"], ["Sample", 1], [None, " "], ["Example", 2])
    table = table_of(file)
    assert [row.number for row in table] == [2, 4]
    assert table.blank == 1


def test_rows_that_are_formatted_and_empty_count_as_blank():
    def shade(book):
        from openpyxl.styles import PatternFill

        for row in range(3, 10):
            book.active.cell(row, 1).fill = PatternFill("solid", fgColor="DDDDDD")

    table = table_of(workbook(["NAME", "BADGE"], ["Sample", 1], change=shade))
    assert len(list(table)) == 1
    assert table.blank == 7


def test_the_heading_may_stand_below_a_title_and_after_empty_columns():
    file = workbook(["Roster of 2026"], [], [None, "Badge No.", "Name"], [None, 7, "Sample"])
    assert read(file) == [(4, "Sample", "7")]


def test_hidden_sheets_and_sheets_without_the_columns_are_passed_over():
    def more(book):
        book.active.title = "Notes"
        hidden = book.create_sheet("Old")
        hidden.append(["NAME", "BADGE"])
        hidden.append(["Former", 9])
        hidden.sheet_state = "hidden"
        shown = book.create_sheet("Roster")
        shown.append(["NAME", "BADGE"])
        shown.append(["Sample", 1])

    assert read(workbook(["Read me"], change=more)) == [(2, "Sample", "1")]


def test_text_is_freed_of_what_the_eye_does_not_see():
    file = workbook(["NAME", "BADGE"], ["\u200bSam\u00adple,\u00a0 Avery\n\u202e ", "12\u2060"])
    assert read(file) == [(2, "Sample, Avery", "12")]


def test_numbers_are_written_as_the_sheet_shows_them():
    assert read(workbook(["NAME", "BADGE"], [True, 4471.0])) == [(2, "TRUE", "4471")]


def test_days_counted_from_1904_mean_the_same_day():
    def since_1904(book):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    file = workbook(
        ["NAME", "BADGE"],
        [date(2025, 3, 7), (date(2025, 3, 7) - date(1904, 1, 1)).days],
        change=since_1904,
    )
    table = table_of(file)
    (row,) = table
    first_1904 = table.sheet.first_1904
    assert date_of(row.values["NAME"], first_1904=first_1904) == date(2025, 3, 7)
    assert date_of(row.values["BADGE"], first_1904=first_1904) == date(2025, 3, 7)


def test_parts_may_carry_a_namespace_prefix():
    file = workbook(["NAME", "BADGE"], ["Sample", 1])
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>NAME</x:t></x:is></x:c>'
        '<x:c r="B1" t="inlineStr"><x:is><x:t>BADGE</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>Sample</x:t></x:is></x:c>'
        '<x:c r="B2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    changed = rezipped(file, **{"xl/worksheets/sheet1.xml": sheet})
    assert read(changed, COLUMNS) == [(2, "Sample", "1")]
