import os
import signal

import pytest

from kcs_cli.files.crew import Crew, CrewLostError


class Doubling:
    """Answers a number with so many times it; one below zero ends the process that is asked."""

    def __init__(self, times):
        self.times = times

    def __call__(self, number):
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * self.times


def failing():
    raise ValueError("nobody can begin")


def test_answers_come_in_the_order_of_the_requests_whichever_process_gave_them():
    with Crew(2, Doubling, 3) as crew:
        assert list(crew.in_turn(range(7))) == [0, 3, 6, 9, 12, 15, 18]
        assert crew.each([10, 20]) == [30, 60]
        assert list(crew.in_turn([])) == []


@pytest.mark.parametrize("request_", [-1, "no number"])
def test_a_process_that_ends_before_its_work_is_told_and_no_other_is_left(request_, capfd):
    with pytest.raises(CrewLostError), Crew(2, Doubling, 3) as crew:
        list(crew.in_turn([1, request_, 2, 3]))
    assert [process.is_alive() for process in crew.processes] == [False, False]
    assert capfd.readouterr() == ("", "")


def test_processes_that_cannot_begin_are_told_when_they_are_asked():
    with pytest.raises(CrewLostError), Crew(1, failing) as crew:
        crew.each([1])
