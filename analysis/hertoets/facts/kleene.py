"""Three-valued answers: surely, maybe, surely not.

Inside a row an answer is a nullable boolean, and ``&``, ``|``, ``~`` follow Kleene's tables on
every Arrow-backed engine. Over rows it becomes a grade, because the greatest grade of a person's
rows is the Kleene *any*.
"""

from collections.abc import Sequence

import narwhals as nw

NO, MAYBE, SURE = 0, 1, 2


def number(value: int) -> nw.Expr:
    """Give a constant as an expression over ``person``, which no row lacks.

    A literal would do elsewhere; on pandas it is NumPy-backed, where a null silently is no null.
    """
    return nw.col("person") * 0 + value


def truth(value: bool) -> nw.Expr:
    """Give a constant answer, for the same reason as `number`."""
    return nw.col("person") >= 0 if value else nw.col("person") < 0


def grade(answer: nw.Expr) -> nw.Expr:
    """Turn a nullable boolean into 0 (no), 1 (maybe) or 2 (surely), never null."""
    return (
        nw.when(answer).then(number(SURE)).when(~answer).then(number(NO)).otherwise(number(MAYBE))
    )


def graded(sure: nw.Expr, maybe: nw.Expr) -> nw.Expr:
    """Grade from two answers that are never null: surely so, and possibly so."""
    return nw.when(sure).then(number(SURE)).when(maybe).then(number(MAYBE)).otherwise(number(NO))


def any_of(*grades: nw.Expr) -> nw.Expr:
    """Give the Kleene *or* of grades that are never null."""
    sure, maybe = grades[0] == SURE, grades[0] == MAYBE
    for other in grades[1:]:
        sure, maybe = sure | (other == SURE), maybe | (other == MAYBE)
    return graded(sure, maybe)


def first_that_holds(steps: Sequence[tuple[nw.Expr, int]], otherwise: int, unknown: int) -> nw.Expr:
    """Go down a list: the first that surely holds, or *unknown* at the first that only may.

    Parameters
    ----------
    steps : sequence of (grade expression, value)
        A null grade (no row to judge) is unknown.
    otherwise, unknown : int
        The value where nothing may hold, and where it cannot be known.

    Returns
    -------
    narwhals.Expr of int32
        Source: contract, section 2.
    """
    answer = nw.when(steps[0][0].is_null()).then(number(unknown))
    for is_so, value in steps:
        answer = answer.when(is_so == SURE).then(number(value))
        answer = answer.when(is_so == MAYBE).then(number(unknown))
    return answer.otherwise(number(otherwise))
