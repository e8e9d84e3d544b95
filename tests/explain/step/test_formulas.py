"""The formulas: they typeset, and the arithmetic that they show is right."""

import re
from itertools import pairwise

import numpy as np
import pytest

import backprop as bp
from backprop.explain.latex import LINE, paint, width
from backprop.explain.step.chain import card
from backprop.explain.step.moment import Moment
from backprop.explain.step.moments import moments
from backprop.explain.step.quantities import Quantity
from backprop.figures.palette import DARK, LIGHT
from tests.explain.reader import Interval, Unreadable, bold, evaluate, faults, printed, sides
from tests.explain.step.helpers import KEYS, diverged, every_moment, scene_of, step_of, told

each_case = pytest.mark.parametrize("key", KEYS)
ROLES = {"upstream", "slope", "input"}


def formulas(key: str) -> list[str]:
    return [formula for moment in every_moment(key) for formula in (moment.symbols, moment.numbers) if formula]


def card_formulas(key: str) -> list[str]:
    scene = scene_of(key)
    found = []
    for parameter in list(scene.step.net.parameter_ids())[:24]:
        about = card(scene, parameter)
        found += [about.symbols, about.numbers]
        found += [part for share in about.shares[:20] for part in (share.symbols, share.numbers)]
    return found


# The reader itself --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("1 + 2 - 4", -1),
        (r"0.5 \cdot (-0.25)", -0.125),
        (r"-3 \cdot 2 + 10", 4),
        (r"\tfrac{1}{4}\left(2\,(3 - 1)\right)", 1),
        (r"\tfrac12 \left(3 - 1\right)^2", 2),
        (r"-3^2", -9),
        (r"\frac{6}{\sqrt{4} + 1}", 2),
        (r"-\left[0.5 \cdot \ln(1)\right]", 0),
        (r"\textcolor{upstream}{(}\textcolor{upstream}{1 + 2}\textcolor{upstream}{)} \cdot \textcolor{slope}{3}", 9),
        (r"2\times 10^{-3}", 0.002),
        (r"2 \cdot \left|1 - 4\right| - \tfrac12", 5.5),
        (r"\max(-1, \min(1, -3 \cdot 2))", -1),
    ],
)
def test_the_reader_calculates(body, value):
    assert evaluate(body).low == pytest.approx(value)
    assert evaluate(body).high == pytest.approx(value)


def test_the_reader_knows_how_far_a_printed_number_was_rounded():
    assert printed("0.593270").low == pytest.approx(0.5932695, rel=1e-12)
    assert printed("0.593270").high == pytest.approx(0.5932705, rel=1e-12)
    assert printed("0.05") == Interval(0.05, 0.05)
    assert not evaluate(r"0.593270 \cdot 0.4").meets(evaluate("0.237309"))
    assert evaluate(r"0.593270 \cdot 0.4").meets(evaluate("0.237308"))


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        (r"\frac{1}{2", "braces"),
        (r"x}", "braces"),
        (r"1.2\times 10^{-5}^2", "double ^"),
        (r"f'^2", "double ^"),
        (r"w_{1}_{2}", "double _"),
        (r"\begin{aligned}x\end{gathered}", "environments"),
        (r"\begin{aligned}x", "environments"),
        (r"\left(x", r"\left"),
        (r"\foo", r"unknown \foo"),
    ],
)
def test_the_reader_sees_what_would_not_typeset(formula, fault):
    assert fault in faults(formula)


# Typesetting --------------------------------------------------------------------------------------------------------


@each_case
def test_every_formula_typesets(key):
    for formula in {*formulas(key), *card_formulas(key)}:
        assert faults(formula) == [], formula


def test_formulas_of_a_diverged_step_typeset():
    step = diverged()
    for granularity in ("phase", "layer", "neuron", "operation"):
        for moment in moments(step, 0, granularity):
            assert faults(moment.symbols) == []
            assert faults(moment.numbers) == []


@each_case
def test_no_formula_or_text_holds_python(key):
    words = re.compile(r"None|\bnan\b|\binf\b|\[\]|np\.|array|<|>>|float|Quantity|%theta|%new|e[-+]\d\d")
    for formula in {*formulas(key), *card_formulas(key)}:
        assert not words.search(formula.replace(r"[z > 0]", "")), formula
    for moment in every_moment(key):
        for part in (moment.title, moment.place, moment.result, moment.why):
            assert not words.search(part), part
            assert "\\" not in part


@each_case
def test_signs_never_collide(key):
    for formula in {*formulas(key), *card_formulas(key)}:
        plain = re.sub(r"\\textcolor\{\w+\}|\\(?:bigl|Bigl|left|quad)|[{}& ]", "", formula)
        for collision in ("+-", "--", "-+", "++", r"\cdot-", "+ -"):
            assert collision not in plain, formula
        assert "−" not in formula  # in LaTeX the hyphen is the minus sign


@each_case
def test_colours_are_roles_until_they_are_painted(key):
    used = set()
    for formula in {*formulas(key), *card_formulas(key)}:
        roles = set(re.findall(r"\\textcolor\{([^}]*)\}", formula))
        assert roles <= ROLES
        used |= roles
        for theme in (LIGHT, DARK):
            painted = re.findall(r"\\textcolor\{([^}]*)\}", paint(formula, theme.factors))
            assert set(painted) == {theme.factors[role] for role in roles}
    assert used == ROLES


def test_only_what_comes_from_the_loss_has_its_colour():
    """∂L/∂a is upstream, ∂a/∂z is slope, and what enters by the weight is input, in one formula of Mazur's."""
    (w5,) = (m for m in told("mazur") if m.main == Quantity("gradient", 1, 0, 0))
    assert w5.symbols == (
        r"\frac{\partial L}{\partial w_{5}} = \textcolor{upstream}{\frac{\partial L}{\partial \hat y_{1}}} \cdot "
        r"\textcolor{slope}{\frac{\partial \hat y_{1}}{\partial z_{\hat y_{1}}}} \cdot \textcolor{input}{a_{h_{1}}}"
    )
    assert w5.numbers == (
        r"\begin{aligned} &= \textcolor{upstream}{0.741365} \cdot \textcolor{slope}{0.186816} \cdot "
        r"\textcolor{input}{0.593270} \\  &= \mathbf{0.0821670406}\end{aligned}"
    )


@each_case
def test_lines_of_numbers_fit_beside_the_diagram(key):
    """340 px hold about 34 characters; a fraction counts as wide as its denominator."""
    for moment in every_moment(key):
        matrices_by_line = re.sub(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", first_row, moment.numbers)
        for line in re.split(r"\\\\(?:\[1ex\])?", re.sub(r"\\(?:begin|end)\{\w+\}", "", matrices_by_line)):
            stacked = re.sub(r"\\frac\{(?:[^{}]|\{[^{}]*\})*\}", "", line)
            assert width(stacked) <= 1.4 * LINE, (moment.title, stacked)


def first_row(matrix: re.Match[str]) -> str:
    return matrix[1].partition(r"\\")[0]


@pytest.mark.parametrize("key", ["of-huber", "of-huber-batch"])
def test_a_term_in_cases_stands_on_a_line_of_its_own(key):
    """Under a sum, or with the sample's number at every sign, it is wider than its column."""
    found = [line for moment in every_moment(key) for line in moment.symbols.split(r"\\[1ex]") if "cases" in line]
    assert found
    assert not [line for line in found if r"\sum" in line or "[s]" in line]


def test_long_sums_are_broken_and_shortened():
    (z,) = (moment for moment in told("wide") if moment.main == Quantity("z", 0, 0))
    for formula in (z.symbols, z.numbers):
        assert formula.count(r"\cdots") == 1
        assert formula.count(r"\\") >= 2
    (z,) = (moment for moment in told("leaky") if moment.main == Quantity("z", 1, 0))
    assert r"\cdots" not in z.numbers


# Arithmetic ---------------------------------------------------------------------------------------------------------


def value_from_text(text: str) -> Interval:
    """The last number of a result in plain text."""
    digits = r"(−?)(\d+(?:\.\d+)?)(?:×10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$"
    match = re.search(digits, text)
    assert match, text
    exponent = int(match[4].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))) if match[4] else 0
    found = printed(match[2], -exponent if match[3] else exponent, rounded_from=9)
    return Interval(-found.high, -found.low) if match[1] else found


def assert_nine_digits(shown: Interval, value: float) -> None:
    assert shown.low - 1e-12 * abs(value) <= value <= shown.high + 1e-12 * abs(value)
    assert shown.width <= 1e-8


def functions(moment: Moment, key: str) -> dict:
    assert moment.main is not None
    if moment.main.kind not in ("a", "slope"):
        return {}
    activation = scene_of(key).activation(moment.main.layer)

    def slope(z: float) -> float:
        return float(activation.slope(np.array(z)))

    return {"f": lambda z: float(activation.f(np.array(z))), "f'": slope} if activation.elementwise else {}


@each_case
def test_the_bold_result_and_the_text_are_the_engines_value_to_nine_digits(key):
    sample = len(step_of(key).x) - 1
    scene = scene_of(key, sample)
    checked = 0
    for moment in told(key, "operation", sample):
        if moment.main is None:
            continue
        value = scene.value(moment.main)
        if abs(value) == float("inf"):
            assert r"\mathbf{\infty}" in moment.numbers or r"\mathbf{-\infty}" in moment.numbers
            continue
        if moment.numbers:
            assert_nine_digits(bold(moment.numbers)[-1], value)
        assert_nine_digits(value_from_text(moment.result), value)
        checked += 1
    assert checked >= step_of(key).net.parameter_count


def assert_arithmetic(formula: str, result: Interval, about: str, functions: dict) -> int:
    """Every side of every equation that holds numbers alone says the same; returns how many were compared."""
    compared = 0
    equations = sides(formula)
    for equation in equations:
        values = []
        for side in equation:
            try:
                values.append(evaluate(side, functions))
            except Unreadable:
                assert r"\cdots" in side or side is equation[0], f"{about}: cannot read {side}"
        for one, other in pairwise(values):
            assert one.meets(other), f"{about}: {equation}"
            compared += one.width < 1e-2 or abs(other.high) < 1e-9
        if equation is equations[-1] and values:
            assert values[-1].meets(result), about
    return compared


@each_case
def test_the_arithmetic_that_is_shown_gives_the_result_that_is_shown(key):
    sample = len(step_of(key).x) - 1
    scene = scene_of(key, sample)
    compared: dict[str, int] = {}
    for moment in told(key, "operation", sample):
        if moment.main is None or not moment.numbers:
            continue
        value = scene.value(moment.main)
        if abs(value) == float("inf"):
            continue
        about = f"{key}: {moment.title}"
        found = assert_arithmetic(moment.numbers, Interval(value, value), about, functions(moment, key))
        compared[moment.main.kind] = compared.get(moment.main.kind, 0) + found
    hidden = {"share"} if step_of(key).net.depth > 1 else set()
    trained = {"new"} if key != "all-frozen" else set()
    expected = {"product", "z", "a", "term", "loss", "da", "slope", "delta", "gradient"} | hidden | trained
    silent = {kind for kind in expected if not compared.get(kind)}
    shortened = {"loss"} if step_of(key).y.size > 8 else set()  # an ellipsis cannot be added up
    assert silent <= shortened | ({"z"} if key == "wide" else set()), silent


@each_case
def test_a_planted_error_in_any_number_shown_is_noticed(key):
    """The test above is no rubber stamp: another result is never what the right-hand sides give."""
    scene = scene_of(key)
    planted = 0
    for moment in told(key)[:60]:
        if moment.main is None or moment.main.kind not in ("product", "z", "a") or r"\cdots" in moment.numbers:
            continue
        value = scene.value(moment.main)
        if value == 0:
            continue
        wrong = moment.numbers.replace(bold_text(moment.numbers), f"{1.01 * value:.9f}" if abs(value) > 1e-3 else "7")
        with pytest.raises(AssertionError):
            assert_arithmetic(wrong, Interval(value, value), "planted", functions(moment, key))
        planted += 1
    assert planted >= 2


def bold_text(formula: str) -> str:
    (match,) = re.findall(r"\\mathbf\{((?:[^{}]|\{[^{}]*\})*)\}", formula)
    return match


@each_case
def test_cards_calculate_too(key):
    scene = scene_of(key)
    step = scene.step
    for parameter in list(step.net.parameter_ids())[:24]:
        about = card(scene, parameter)
        gradient = step.gradient[parameter]
        assert about.gradient == gradient
        assert_nine_digits(bold(about.numbers)[-1], gradient)
        assert_arithmetic(about.numbers, Interval(gradient, gradient), about.title, {})
        for share in about.shares[:20]:
            assert_arithmetic(share.numbers, Interval(share.product, share.product), share.route, {})


def test_coarser_moments_show_the_same_results():
    """Every number in bold or in a list of a neuron's moment is one of its operations' numbers."""
    for key in ("mazur", "softmax-mse", "log-loss", "adam"):
        scene = scene_of(key)
        for moment in told(key, "neuron"):
            values = [scene.value(quantity) for quantity in moment.reveals]
            for shown in bold(moment.numbers) if moment.phase != "update" else []:
                assert any(shown.meets(Interval(value, value)) for value in values), moment.title
            for equation in sides(moment.numbers):
                if len(equation) == 2 and r"\partial" in equation[0]:
                    assert any(evaluate(equation[1]).meets(Interval(v, v)) for v in values), equation


@pytest.mark.parametrize("key", ["mazur", "softmax-mse", "log-loss-batch", "adam", "wide"])
def test_layers_show_the_matrices_of_the_engine(key):
    scene = scene_of(key)
    step = scene.step
    for layer, moment in enumerate(told(key, "layer")[: step.net.depth]):
        assert first_matrix(moment.numbers) == pytest.approx(corners(step.parameters.weights[layer]), rel=6e-4)
    backward = [m for m in told(key, "layer") if m.phase == "backward" and m.reveals]
    for layer, moment in zip(reversed(range(step.net.depth)), backward, strict=True):
        rows = matrices(moment.numbers)
        expected = [step.backward[layer].da[0], step.backward[layer].slope[0], step.backward[layer].delta[0]]
        for row, values in zip(rows, expected, strict=False):
            assert row == pytest.approx(corners(np.atleast_2d(values)), rel=6e-4)
        assert rows[3] == pytest.approx(corners(step.backward[layer].dW), rel=6e-4)


def matrices(formula: str) -> list[list[float]]:
    """The numbers of every matrix, row by row; dots are left out."""
    found = []
    for body in re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", formula):
        cells = [cell.strip() for row in body.split(r"\\") for cell in row.split("&")]
        found.append([evaluate(cell).low / 2 + evaluate(cell).high / 2 for cell in cells if "dots" not in cell])
    return found


def first_matrix(formula: str) -> list[float]:
    return matrices(formula)[0]


def corners(values: np.ndarray) -> list[float]:
    """What is shown of a matrix: all up to 3 × 3, else the first and the last rows and columns."""
    rows, columns = (range(size) if size <= 3 else (0, size - 1) for size in values.shape)
    return values[np.ix_(list(rows), list(columns))].ravel().tolist()


def test_the_last_moment_tells_the_loss_before_and_after():
    for key in KEYS:
        step = step_of(key)
        before, after = (evaluate(part) for part in told(key)[-1].numbers.split(r"\;\to\;"))
        assert_nine_digits(before, step.loss)
        again = bp.trace_step(step.net, step.parameters_after, step.x, step.y, step.loss_name)
        assert_nine_digits(after, again.loss)


def test_mazurs_numbers_are_on_the_screen():
    results = [moment.result for moment in told("mazur")]
    for line in (
        "∂L/∂w₅ = 0.0821670406",
        "∂L/∂a of ŷ₁ = 0.741365070",
        "slope of ŷ₁ = 0.186815602",
        "a of h₁ = 0.593269992",
        "w₁ = 0.149780716",
        "L = 0.298371109",
    ):
        assert line in results


def test_a_saturated_slope_is_not_shown_as_one_minus_one():
    for moment in told("saturated"):
        if moment.main and moment.main.kind == "slope" and abs(scene_of("saturated").value(moment.main)) < 1e-4:
            assert moment.numbers.startswith(r"\begin{aligned} &= f'(")


def test_a_sum_of_two_factors_is_not_called_three_factors():
    for key in KEYS:
        for moment in told(key):
            if moment.main and moment.main.kind == "gradient" and moment.main.source is not None:
                three = len(re.findall(r"\\textcolor\{(?:upstream|slope|input)\}", moment.symbols)) == 3
                assert moment.why.startswith("Three factors") == three, moment.title
