"""Pieces of LaTeX: sums that break, matrices that leave out, colours that are painted at the end."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop.explain import latex as tex
from backprop.explain.numbers import latex as number
from tests.explain.reader import evaluate, faults

TERMS = st.lists(st.integers(-999, 999).map(lambda whole: whole / 8), min_size=1, max_size=8)


@given(TERMS)
def test_a_broken_sum_adds_up(values):
    """Up to eight terms none is left out, and a negative one brings its own sign."""
    lines = tex.total([number(value, 9) for value in values])
    shown = evaluate("".join(lines))
    assert shown.low - 1e-9 <= sum(values) <= shown.high + 1e-9
    assert "+ -" not in "".join(lines)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(20, 60))
def test_lines_of_a_sum_keep_to_the_width(values, line):
    lines = tex.total([number(value) for value in values], line)
    assert all(tex.width(each) <= line + 1 for each in lines)
    assert all(each.startswith(r"\quad") for each in lines[1:])
    assert faults(tex.equation("x", lines)) == []


def test_a_sum_is_shortened_to_its_first_terms_and_its_last():
    terms = [f"t_{{{index}}}" for index in range(20)]
    assert tex.shorten(terms) == [*terms[:6], r"\cdots", terms[-1]]
    assert tex.shorten(terms[:8]) == terms[:8]
    joined = " ".join(tex.total(terms))
    assert joined.count(r"\cdots") == 1
    assert r"+ \cdots" in joined


def test_an_equation_puts_each_right_side_on_its_own_line():
    assert tex.equation("x", "1 + 1", "2") == r"\begin{aligned}x &= 1 + 1 \\  &= 2\end{aligned}"
    assert tex.equation("", ["a", r"\quad + b"], "c") == r"\begin{aligned} &= a \\ &\quad + b \\  &= c\end{aligned}"


def test_an_outcome_is_on_one_line_where_it_fits():
    assert tex.outcome("1 + 1", "2") == "1 + 1 = 2"
    long = "1" * tex.LINE
    assert tex.outcome(long, "2") == tex.equation("", long, "2")


def test_width_counts_what_is_seen():
    assert tex.width("0.5 + 0.25") == 8
    assert tex.width(r"\textcolor{upstream}{0.5} \cdot x_{1}") == 6
    assert tex.width(r"\begin{aligned}12 &= 3\end{aligned}") == 4


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (3, 3), (4, 3), (3, 4), (16, 16)])
def test_a_matrix_shows_at_most_three_rows_and_columns(shape):
    values = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    shown = tex.matrix(values)
    assert faults(shown) == []
    body = re.fullmatch(r"\\begin\{pmatrix\}(.*)\\end\{pmatrix\}", shown)
    assert body
    cells = [row.split(" & ") for row in body[1].split(r" \\ ")]
    assert len({len(row) for row in cells}) == 1
    assert len(cells) <= 3
    assert len(cells[0]) <= 3
    assert (r"\vdots" in shown) == (shape[0] > 3)
    assert (r"\cdots" in shown) == (shape[1] > 3)
    assert (cells[0][0], cells[-1][-1]) == (number(values[0, 0]), number(values[-1, -1]))


def test_a_vector_is_a_row():
    assert tex.matrix(np.array([1.0, 0.5])) == r"\begin{pmatrix}1 & 0.5\end{pmatrix}"


def test_paint_replaces_every_role():
    body = tex.upstream("a") + tex.slope("b") + tex.entering("c") + tex.upstream("d")
    painted = tex.paint(body, {"upstream": "#111111", "slope": "#222222", "input": "#333333"})
    assert painted == (r"\textcolor{#111111}{a}\textcolor{#222222}{b}\textcolor{#333333}{c}\textcolor{#111111}{d}")
    assert tex.paint("x^2", {}) == "x^2"


def test_a_colour_that_is_no_role_is_an_error():
    with pytest.raises(KeyError):
        tex.paint(r"\textcolor{red}{x}", {"upstream": "#111111"})


def test_small_fractions():
    assert tex.small(r"\frac{1}{2}") == r"\tfrac{1}{2}"


def test_gathered_leaves_out_what_is_empty():
    assert tex.gathered("a", "", "b") == r"\begin{gathered}a \\[1ex] b\end{gathered}"
