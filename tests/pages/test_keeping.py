"""What was made for pages: the last that people came for, each made once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from dashboard.ui.keeping import Shelf


def test_the_last_that_were_asked_for_are_kept():
    shelf, made = Shelf(3), []
    for key in (0, 1, 2, 0, 3, 0, 1):
        shelf.kept(key, lambda key=key: made.append(key))

    assert made == [0, 1, 2, 3, 1]
    assert [key for key in range(4) if shelf.has(key)] == [0, 1, 3]


def test_of_two_who_come_together_one_makes_it_and_both_have_it():
    shelf, made, may_end = Shelf(), [], Event()

    def make():
        made.append("once")
        may_end.wait(10)
        return "a report"

    with ThreadPoolExecutor(2) as people:
        both = [people.submit(shelf.kept, "a page", make) for _ in range(2)]
        may_end.set()
        assert [person.result() for person in both] == ["a report", "a report"]
    assert made == ["once"]


def test_no_more_are_made_at_once_than_a_shelf_lets():
    shelf, at_work, most, turn = Shelf(at_once=2), [], [], Event()

    def make():
        at_work.append("somebody")
        most.append(len(at_work))
        turn.wait(0.05)
        at_work.pop()

    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda key: shelf.kept(key, make), range(8)))
    assert max(most) == 2


def test_what_cannot_be_made_is_tried_anew_by_the_next():
    shelf = Shelf()

    def fails():
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        shelf.kept("a page", fails)
    assert not shelf.has("a page")
    assert shelf.kept("a page", lambda: "a report") == "a report"


def test_in_another_state_of_the_world_what_still_stands_is_shown_and_the_rest_made_anew():
    shelf, asked = Shelf(), []

    def at(day, stands):
        def look(made):
            asked.append((day, made))
            return stands

        assert shelf.has("a page", day, look) is stands
        return shelf.kept("a page", lambda: f"made on {day}", day, look)

    shelf.kept("a page", lambda: "made on Monday", "Monday")
    assert at("Tuesday", stands=True) == "made on Monday"
    assert asked == [("Tuesday", "made on Monday")], "once a state"
    assert at("Wednesday", stands=False) == "made on Wednesday"
    assert at("Wednesday", stands=True) == "made on Wednesday"
    assert len(asked) == 3, "of what was made in this state nothing is asked"
