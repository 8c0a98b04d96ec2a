"""The grids with the keyboard alone: arrow keys, Enter, paste, what is wrong said at its cell."""

import pytest

from tests.support import chain
from training.models import Attendance, ExamAttempt


@pytest.fixture
def training_class(system):
    """A class of four weeks that is over, with three officers and nothing recorded."""
    with system():
        cast = chain.chain("JEM-2025-02-15")
        with chain.before_class(cast) as first:
            opened = chain.training_class(cast, starts_on=first)
            for name in ("Ash", "Birch", "Cedar"):
                chain.enrolled(cast, opened, last_name=name)
        return opened, cast.registrar


@pytest.fixture
def grid(training_class, sit_down):
    """Opens a grid with the focus in its first cell; gives the person and their keyboard."""
    opened, registrar = training_class
    person = sit_down(registrar)

    def open_grid(name):
        person.open(name, opened.uuid)
        person.main.get_by_role("grid").get_by_role("textbox").first.focus()
        return person, person.page.keyboard

    return open_grid


def in_focus(person) -> str:
    return person.page.evaluate("document.activeElement.name ?? ''")


def cell(person, row: int, column: int):
    """An entry of the grid, counted from 0."""
    return person.main.locator("tbody tr[data-record]").nth(row).get_by_role("textbox").nth(column)


def saved(person) -> None:
    person.main.get_by_text("All saved").wait_for()


def test_arrows_and_enter_move_through_the_grid_and_save_each_cell(grid, training_class, system):
    person, keyboard = grid("class-attendance")
    keyboard.type("8")
    keyboard.press("Enter")
    assert in_focus(person) == cell(person, 1, 0).get_attribute("name")
    keyboard.type("8")
    keyboard.press("ArrowRight")
    assert in_focus(person) == cell(person, 1, 1).get_attribute("name")
    keyboard.type("7")
    keyboard.press("ArrowUp")
    assert in_focus(person) == cell(person, 0, 1).get_attribute("name")
    saved(person)
    with system():
        hours = Attendance.objects.filter(enrollment__training_class=training_class[0])
        assert sorted(hours.values_list("hours", flat=True)) == [7, 8, 8]
    person.page.reload()
    assert cell(person, 1, 1).input_value() == "7"


def test_the_grid_is_one_stop_of_the_tab_key(grid):
    person, keyboard = grid("class-attendance")
    keyboard.press("Tab")
    inside = "document.activeElement.closest('tbody') !== null"
    assert not person.page.evaluate(inside)
    keyboard.press("Shift+Tab")
    assert person.page.evaluate(inside)


def test_a_bad_value_says_so_at_its_cell_keeps_what_was_typed_and_can_be_mended(grid):
    person, keyboard = grid("class-results")
    keyboard.type("101")
    keyboard.press("Enter")
    problem = person.main.locator(".grid-problem")
    problem.wait_for()
    assert "101" in problem.inner_text()
    bad = cell(person, 0, 0)
    assert bad.input_value() == "101"
    assert bad.get_attribute("aria-invalid") == "true"
    assert bad.get_attribute("aria-describedby") == problem.get_attribute("id")
    assert "1 not saved" in person.says

    keyboard.press("ArrowUp")
    keyboard.type("91")
    keyboard.press("Enter")
    saved(person)
    assert problem.count() == 0
    assert bad.get_attribute("aria-invalid") is None


def test_escape_brings_back_what_stands_in_the_record(grid):
    person, keyboard = grid("class-results")
    keyboard.type("88")
    keyboard.press("Enter")
    saved(person)
    keyboard.press("ArrowUp")
    keyboard.type("12")
    keyboard.press("Escape")
    assert cell(person, 0, 0).input_value() == "88"


def test_a_block_pasted_from_a_spreadsheet_fills_the_cells_and_names_the_bad_one(
    grid, training_class, system
):
    person, _keyboard = grid("class-results")
    person.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "81\t82\n83\tabc\n85\t86\n",
    )
    person.main.locator(".grid-problem").wait_for()
    assert person.main.locator(".grid-problem").count() == 1
    assert "abc" in person.main.locator(".grid-problem").inner_text()
    assert cell(person, 1, 1).input_value() == "abc"
    with system():
        scores = ExamAttempt.objects.filter(enrollment__training_class=training_class[0])
        assert sorted(scores.values_list("score", flat=True)) == [81, 82, 83, 85, 86]
