from datetime import date

from training.rules.class_days import class_days


def test_four_weeks_without_a_holiday_have_twenty_days_and_160_hours():
    days = class_days(date(2026, 9, 14), 20, 8)  # Columbus Day comes after its end
    assert [d.number for d in days] == list(range(1, 21))
    assert sum(d.hours for d in days) == 160
    assert days[-1].day == date(2026, 10, 9)
    assert all(d.day.weekday() < 5 and not d.holiday for d in days)


def test_a_federal_holiday_takes_its_day_out_and_says_so():
    days = class_days(date(2026, 9, 21), 20, 8)
    holidays = [d for d in days if d.holiday]
    assert [(d.day, d.number, d.hours, d.holiday) for d in holidays] == [
        (date(2026, 10, 12), None, 0, "Columbus Day")
    ]
    assert sum(d.hours for d in days) == 152


def test_a_holiday_is_not_made_up_so_the_class_ends_on_the_same_day():
    days = class_days(date(2026, 9, 21), 20, 8)
    assert len(days) == 20
    assert days[-1].day == date(2026, 10, 16)
    assert days[-1].number == 19


def test_two_holidays_in_one_class_leave_eighteen_days():
    days = class_days(date(2026, 11, 2), 20, 8)
    assert [d.holiday for d in days if d.holiday] == ["Veterans Day", "Thanksgiving Day"]
    assert sum(d.hours for d in days) == 144


def test_a_class_laid_out_from_a_weekend_begins_on_monday():
    assert class_days(date(2026, 9, 12), 1, 8)[0].day == date(2026, 9, 14)
