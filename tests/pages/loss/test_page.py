"""Loss functions without a browser: every scene, every control at its ends, and that each number is the engine's."""

from itertools import product
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.numbers import text as number
from backprop.explain.step.comparison import LossComparison, compare_losses
from backprop.losses import LOSSES
from pages.loss import state
from pages.loss.numbers import BOTH, LOG, MSE
from pages.loss.numbers.classes import OF_CLASSES, as_two_classes, judged_classes
from pages.loss.numbers.data import MOST_B, MOST_W, best, fitted
from pages.loss.numbers.extremes import PLACES, clipped, from_logits, naive
from pages.loss.numbers.neuron import judged, shape, steepest
from pages.loss.numbers.race import PACES, RATES, SAME_FIRST, SAME_RATE, SAME_STEEPEST, STARTS, race
from pages.loss.state import TITLES
from pages.loss.words.judging import chain_lines, first_below_half, longest, most_wrong, point_rows, when_below_half
from tests.pages.app import charts, link, notes, press, put, seen, text, visit

PATH = "/loss"
SCENES = tuple(state.SCENE.options.values())
DATA, CURVES, PASS, WRONG, MANY, EXTREMES = SCENES
PACE_TITLES, START_TITLES = state.PACE.options, state.START.options


def lesson(scene: str = DATA, loss: str = MSE, **said: str) -> AppTest:
    return visit(PATH, **({"l_scene": scene, "l_loss": TITLES[loss]} | said))


def rows(at: AppTest) -> list[list[str]]:
    """The cells of all tables of the page, without the stress on some."""
    lines = [line for body in at.markdown for line in body.value.splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("*") for cell in line.strip("|").split(" | ")] for line in lines if "---" not in line]


def said(at: AppTest) -> str:
    """The result beside the toggle; no answer to a question."""
    (found,) = (info.value for info in at.info if not info.icon)
    return found


def answer(at: AppTest) -> str:
    (found,) = (info.value for info in at.info if info.icon)
    return found


def compared(z: float, y: float) -> LossComparison:
    found = compare_losses(judged(z, y, MSE), 0)
    assert isinstance(found, LossComparison)
    return found


# The first view, the toggle, the scenes -----------------------------------------------------------------------------


def test_it_opens_with_the_toggle_and_squares_on_a_line():
    at = visit(PATH)
    assert at.session_state["l_loss"] == "MSE"
    assert set(charts(at)) == {"data"}
    assert "Beside them the average square" in charts(at)["data"]
    assert said(at).startswith(f"**MSE = {number(fitted(MSE, 0.0, 0.0).loss, 4)}**")
    assert notes(at) == []


@pytest.mark.parametrize("scene", SCENES)
def test_the_toggle_is_everywhere_and_changes_the_picture(scene):
    at = lesson(scene, l_ask="false")
    before = seen(at)
    (chart,) = charts(at)
    put(at, l_loss="Log loss")
    assert set(charts(at)) == {chart}
    assert seen(at) != before
    assert seen(at) == seen(lesson(scene, LOG, l_ask="false")), "the same as a link"
    put(at, l_loss="MSE")
    assert seen(at) == before


@pytest.mark.parametrize(("scene", "loss"), list(product(SCENES, BOTH)))
def test_the_convention_is_always_said(scene, loss):
    name = OF_CLASSES[loss] if scene == MANY else loss
    assert LOSSES[name].convention in text(lesson(scene, loss))


@pytest.mark.parametrize("short", ["data", "curves", "pass", "wrong", "classes", "extremes", "1", "6"])
@pytest.mark.parametrize("loss", BOTH)
def test_short_names(short, loss):
    at = visit(PATH, l_scene=short, l_loss=loss)
    assert at.session_state["l_scene"] in SCENES
    assert at.session_state["l_loss"] == TITLES[loss]
    assert notes(at) == []


def test_from_scene_to_scene():
    at = put(visit(PATH), l_loss="Log loss")
    for scene in SCENES[1:]:
        press(at, "_onward")
        assert at.session_state["l_scene"] == scene
        assert at.session_state["l_loss"] == "Log loss", "the toggle stays as it is"
    assert not [button for button in at.button if button.key == "_onward"]


# On data ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("w", [-MOST_W, 0.0, 0.8, 1.4, MOST_W])
@pytest.mark.parametrize("b", [-MOST_B, 0.0, 0.4, MOST_B])
def test_on_data_every_number_is_the_engines(loss, w, b):
    at = lesson(DATA, loss, l_w=str(w), l_b=str(b))
    step = fitted(loss, w, b)
    assert rows(at)[1:] == [list(row) for row in point_rows(step)]
    assert f"**{LOSSES[loss].title} = {number(step.loss, 4)}**" in said(at)
    _, _, least = best(loss)
    assert number(least, 4) in said(at)
    assert ("As good as it gets" in said(at)) == (step.loss <= 1.005 * least)
    if "As good as it gets" not in said(at):
        assert most_wrong(step) in said(at)


def test_line_and_curve_share_their_sliders():
    at = put(lesson(l_ask="false"), l_w=1.4, l_b=-0.1)
    put(at, l_loss="Log loss")
    assert at.session_state["l_w"] == 1.4
    assert at.session_state["l_b"] == -0.1
    assert "As good as it gets" in said(at)


# As curves, and one forward pass ------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("y", ["0", "1"])
@pytest.mark.parametrize("z", ["-6.0", "0.0", "1.5", "6.0"])
def test_curves_show_the_engines_numbers(loss, y, z):
    at = lesson(CURVES, loss, l_z=z, l_y=y)
    found = compared(float(z), float(y))
    both = found.squared, found.logarithmic
    expected = [
        ["L", *(number(verdict.value, 4) for verdict in both)],
        ["∂L/∂ŷ", *(number(float(verdict.da[0]), 4) for verdict in both)],
        ["δ = ∂L/∂z", *(number(float(verdict.delta[0]), 4) for verdict in both)],
    ]
    assert rows(at)[1:] == expected
    delta = judged(float(z), float(y), loss).backward[0].delta.item()
    most, _ = steepest(loss, float(y))
    assert f"δ = {number(delta, 4)}" in said(at)
    share = abs(delta) / most
    assert (f"{share:.1%} of" if share > 1e-3 else "less than 0.1% of") in said(at)
    assert (
        f"comes ever closer to: {number(most, 3)}" if loss == LOG else f"for this target: {number(most, 3)}"
    ) in said(at)


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize(("z", "y"), [("4.0", "0"), ("-6.0", "1"), ("6.0", "1"), ("0.0", "0")])
def test_one_forward_pass(loss, z, y):
    at = lesson(PASS, loss, l_z=z, l_y=y)
    found = compared(float(z), float(y))
    results = [row[-1] for row in rows(at)]
    assert results == [
        value for name in BOTH for value in ("Result", *(number(line.value, 5) for line in chain_lines(found, name)))
    ]
    ratio = float(found.ratio[0])
    a = float(found.prediction[0])
    assert ratio == pytest.approx(2 * a * (1 - a), rel=1e-9)
    assert f"**{number(ratio, 4)}** times" in said(at)
    assert f"{number(ratio / 2, 4)} times" in said(at)
    assert r"2\,\hat y\,(1 - \hat y)" in text(at)
    assert "The factor 2 is only a convention" in text(at)


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize(("z", "y"), [("4.0", "0"), ("-2.3", "1")])
def test_the_step_through_opens_with_the_same_numbers(loss, z, y):
    at = lesson(PASS, loss, l_z=z, l_y=y)
    (way,) = (each.proto for each in at.get("page_link") if "operation" in each.proto.label)  # pyright: ignore
    there = visit("/backprop", **dict(parse_qsl(way.query_string)))
    assert notes(there) == []
    found = compared(float(z), float(y))
    frame = there.dataframe[0].value
    numbers = frame.to_numpy().ravel().tolist()
    for verdict in (found.squared, found.logarithmic):
        assert float(verdict.delta[0]) in numbers
    assert there.session_state["loss"] == TITLES[loss]


# Confidently wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rate", [RATES[0], RATES[1], RATES[-1]])
def test_the_race_in_numbers(pace, start, rate):
    view = {"l_pace": PACE_TITLES[pace], "l_start": START_TITLES[start], "l_rate": str(rate), "l_ask": "false"}
    at = lesson(WRONG, LOG, **view)
    assert notes(at) == []
    courses = race(pace, rate, start)
    for course, column in zip(courses, list(zip(*rows(at), strict=True))[1:], strict=True):
        which, far = longest(course)
        assert list(column) == [
            LOSSES[course.loss].title,
            number(course.rate, 4),
            number(float(course.moved[0]), 4),
            number(far, 4),
            str(which),
            when_below_half(course),
            number(float(course.prediction[-1]), 4),
        ]
    for course in courses:
        assert f"**{number(float(course.moved[0]), 4)}**" in said(at)


def test_the_race_hides_its_end_until_there_is_an_answer():
    at = lesson(WRONG)
    end = number(float(race(SAME_RATE, 0.15, "confident")[0].prediction[-1]), 4)
    assert end not in text(at)
    assert "Answer first" in text(at)
    put(at, l_first="Log loss")
    assert end in text(at)
    assert answer(at).startswith("**Right.** Under MSE after 117 updates; under log loss after 17 updates.")


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("guess", ["MSE", "Log loss", "both at once", "neither"])
def test_who_is_first_is_the_engines_answer(pace, guess):
    at = lesson(WRONG, l_pace=PACE_TITLES[pace], l_first=guess)
    right = first_below_half(race(pace, 0.15, "confident")) == guess
    assert answer(at).startswith("**Right.**" if right else "**Not so")


def test_another_race_is_another_question():
    for key, value in (("l_pace", PACE_TITLES[SAME_FIRST]), ("l_start", START_TITLES["hesitant"]), ("l_rate", 1.0)):
        at = put(lesson(WRONG, l_first="MSE"), **{key: value})
        assert at.session_state["l_first"] is None


@pytest.mark.parametrize(("scene", "key", "guess"), [(DATA, "l_twice", "doubles"), (CURVES, "l_most", "half-way")])
def test_the_other_loss_is_another_question(scene, key, guess):
    at = put(lesson(scene, MSE, **{key: guess}), l_loss="Log loss")
    assert at.session_state[key] is None


def test_the_source_says_where_both_begin():
    assert "w = 0.6, b = 0.9, x = 1, y = 0" in text(lesson(WRONG, l_start=START_TITLES["hesitant"]))
    assert "w = 2, b = 2, x = 1, y = 0" in text(lesson(WRONG))


def test_a_hesitant_neuron_can_learn_faster_under_mse_all_the_way():
    mse, log = race(SAME_STEEPEST, RATES[0], "hesitant")
    assert (mse.prediction[1:] < log.prediction[1:]).all()
    assert "all the way" in text(lesson(WRONG, l_ask="false", l_pace=PACE_TITLES[SAME_STEEPEST]))


def test_each_comparison_says_what_is_unfair_about_it():
    words = {pace: text(lesson(WRONG, l_ask="false", l_pace=PACE_TITLES[pace])) for pace in PACES}
    assert "This comparison is unfair" in words[SAME_RATE]
    assert "Fair at the start only" in words[SAME_FIRST]
    assert "The fair one, we think" in words[PACES[-1]]
    for said_of_all in words.values():
        assert "The book uses ½ squared" in said_of_all


# Many classes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("logits", [(1.0, 2.0, -1.0), (6.0, -6.0, 6.0), (-6.0, 6.0, 0.3), (0.0, 0.0, 0.0)])
@pytest.mark.parametrize("true", [0, 2])
def test_many_classes_every_number_is_the_engines(loss, logits, true):
    values = {f"l_z{index}": str(value) for index, value in enumerate(logits, start=1)}
    at = lesson(MANY, loss, **values, l_class=str(true + 1))
    step = judged_classes(logits, true, loss)
    assert f"**{LOSSES[step.loss_name].title} = {number(step.loss, 4)}**" in said(at)
    columns = (step.y[0], step.prediction[0], step.backward[0].delta[0])
    assert rows(at)[1:] == [
        [str(index), *(number(float(value), 4) for value in row)]
        for index, row in enumerate(zip(*columns, strict=True), start=1)
    ]
    for value in as_two_classes(logits[0]):
        assert number(value, 4) in text(at)


# At 0 and 1 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("y", ["0", "1"])
@pytest.mark.parametrize("z", [PLACES[0], -800, -37, 0, 36, 37, PLACES[-1]])
def test_at_the_extremes_three_ways(z, y):
    at = lesson(EXTREMES, LOG, l_edge=str(z), l_side=y)
    assert notes(at) == []
    for way, row in zip((naive, clipped, from_logits), rows(at)[1:], strict=True):
        found = way(np.array([float(z)]), float(y))
        assert row[1:] == [number(float(found.value[0]), 9), number(float(found.delta[0]), 4)]
    assert "∞" not in said(at)
    assert "not a number" not in said(at)
    prediction = judged(float(z), 0.0, MSE).prediction.item()
    assert ("is exactly 1," in said(at)) == (prediction == 1.0)
    assert ("is exactly 0," in said(at)) == (prediction == 0.0)


@pytest.mark.parametrize("z", [PLACES[0], 0, PLACES[-1]])
def test_mse_never_breaks_and_falls_silent(z):
    at = lesson(EXTREMES, MSE, l_edge=str(z))
    found = shape(MSE, 0.0, np.array([float(z)]))
    assert rows(at)[1][1:] == [number(float(found.value[0]), 9), number(float(found.delta[0]), 4)]
    assert z == 0 or found.delta[0] == 0


# Questions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scene", "loss", "key", "right", "wrong"),
    [
        (DATA, MSE, "l_twice", "more than doubles", "doubles"),
        (DATA, LOG, "l_twice", "more than doubles", "doubles"),
        (CURVES, MSE, "l_most", "half-way", "where it is most wrong"),
        (CURVES, LOG, "l_most", "where it is most wrong", "half-way"),
        (PASS, MSE, "l_larger", "no", "yes"),
        (MANY, LOG, "l_others", "stays the same", "changes"),
        (MANY, MSE, "l_others", "changes", "stays the same"),
        (EXTREMES, LOG, "l_exact", "yes", "no"),
    ],
)
def test_each_scene_asks_and_answers(scene, loss, key, right, wrong):
    assert answer(lesson(scene, loss, **{key: right})).startswith("**Right.**")
    assert answer(lesson(scene, loss, **{key: wrong})).startswith("**Not so:")
    assert all(not info.icon for info in lesson(scene, loss).info), "no answer before it is asked for"
    off = lesson(scene, loss, l_ask="false", **{key: right})
    assert all(not info.icon for info in off.info), "off with one switch"


def test_what_the_answers_say_is_true():
    assert "4 times the area" in answer(lesson(DATA, MSE, l_twice="doubles"))
    said_of_log = answer(lesson(DATA, LOG, l_twice="doubles"))
    for error in (0.25, 0.45):
        grown = np.log(1 - 2 * error) / np.log(1 - error)
        assert f"{error} to {2 * error}" in said_of_log
        assert f"{number(float(grown), 3)} times" in said_of_log
    assert "ŷ = 0.667" in answer(lesson(CURVES, MSE, l_most="half-way"))
    assert "ŷ = 0.333" in answer(lesson(CURVES, MSE, l_most="half-way", l_y="1"))
    assert "highest at ŷ = 0.5, and there it is 0.5." in answer(lesson(PASS, l_larger="no"))


# Links --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scene", "values"),
    [
        (DATA, {"l_w": -0.7, "l_b": 1.2, "l_twice": "doubles"}),
        (CURVES, {"l_z": -2.5, "l_y": "1", "l_loss": "Log loss"}),
        (PASS, {"l_z": 0.3, "l_larger": "yes"}),
        (WRONG, {"l_pace": PACE_TITLES[SAME_FIRST], "l_rate": 1.0, "l_first": "neither"}),
        (MANY, {"l_z1": 6.0, "l_class": "3", "l_loss": "Log loss", "l_ask": False}),
        (EXTREMES, {"l_edge": -800, "l_side": "1", "l_loss": "Log loss"}),
    ],
)
def test_the_link_shows_the_same_screen(scene, values):
    at = put(lesson(scene), **values)
    other = visit(PATH, **link(at, "loss"))
    assert notes(other) == []
    assert seen(other) == seen(at)
