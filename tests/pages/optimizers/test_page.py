"""The lesson on optimizers without a browser: every control at its extremes, and each number against the engine."""

from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.numbers import text as number
from backprop.landscape.descent import descend
from backprop.landscape.surfaces import SURFACES
from backprop.optimizers import make_optimizer
from pages.optimizers.choices import BY_HAND, CAST, GROUNDS, MODES, NETWORK, ONE_FOR_ALL, OWN_BEST, Settings
from pages.optimizers.compute import everywhere, raced
from pages.optimizers.losing import LOSING
from pages.optimizers.numbers.race import RATE_GRID, Race, standings
from pages.optimizers.numbers.surface_race import best_rates, largest_stable_rate, race_over
from pages.optimizers.words.race import TITLES, against_sgd, lowest, outcome, result
from pages.shared.setups import read_run
from tests.helpers import in_turn
from tests.pages.app import link, notes, player, press, put, text, visit

PATH = "/optimizers"
RAVINE = SURFACES["ravine"]


def lesson(**said: str) -> AppTest:
    return visit(PATH, **({"o_ask": "false"} | said))


def ravine(steps: int = 50, **rates: float) -> Race:
    return race_over(RAVINE, RAVINE.start, rates or best_rates(RAVINE, RAVINE.start, steps), steps).race


def film_alt(at: AppTest) -> str:
    return next(chart.proto.alt for chart in at.get("plotly_chart"))  # pyright: ignore


def results_table(at: AppTest) -> list[dict[str, str]]:
    return at.dataframe[0].value.to_dict("records")


def step_table(at: AppTest) -> list[list[str]]:
    """The numbers of the one step that is shown."""
    body = next(each.value for each in at.markdown if "| before the step |" in each.value)
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in body.splitlines()[2:]]


# The first view -----------------------------------------------------------------------------------------------------


def test_it_opens_with_a_question_and_hides_the_answer() -> None:
    at = visit(PATH)
    assert notes(at) == []
    assert outcome(ravine()) not in text(at)
    assert len(at.dataframe) == 0, "tables of results would tell"
    assert "Where each one loses" not in [header.value for header in at.header]
    assert at.number_input(key="o_step").value == 0


def test_an_answer_is_judged_by_the_engine() -> None:
    found = ravine()
    lowest_ones = {TITLES[one.name] for one in standings(found) if one.place == 1}
    assert len(lowest_ones) > 1, "whoever is level with the lowest is right"
    for title in TITLES.values():
        at = put(visit(PATH), o_guess=title)
        verdict = "**Right.**" if title in lowest_ones else f"**Not so: {' and '.join(lowest(found))}.**"
        assert at.info[0].value.startswith(verdict)
        assert outcome(found) in text(at)


@pytest.mark.parametrize(
    "change", [{"o_steps": 60}, {"o_w1": 1.0}, {"o_mu": 0.5}, {"o_rates": MODES[ONE_FOR_ALL]}, {"o_adam": False}]
)
def test_another_race_is_another_question(change) -> None:
    at = put(visit(PATH), o_guess="Adam")
    put(at, **change)
    assert at.session_state["o_guess"] is None


def test_it_can_be_played_without_a_question() -> None:
    assert not lesson().info
    assert outcome(ravine()) in text(lesson())


# Numbers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_number_of_the_results_is_the_engines(ground) -> None:
    found = raced(Settings(ground)).race
    at = lesson(o_ground=GROUNDS[ground])
    assert outcome(found) in text(at)
    assert against_sgd(found) in text(at)
    for shown, standing in zip(results_table(at), standings(found), strict=True):
        cells = list(shown.values())
        assert cells[0] == str(standing.place)
        assert TITLES[standing.name] in cells[1]
        assert cells[2] == number(standing.rate, 3)
        assert cells[3] == result(found, standing)
        assert cells[5] == number(standing.walked, 3)
        assert standing.rate in RATE_GRID


@pytest.mark.parametrize("name", CAST)
def test_one_step_in_numbers(name) -> None:
    at = lesson(o_rates="one", o_alpha="0.01", o_step="7", o_one=TITLES[name])
    walk = descend(RAVINE, RAVINE.start, make_optimizer(name, 0.01), 50)
    rows = {row[0]: row[1:] for row in step_table(at)}
    assert rows["before the step"] == [number(value, 6) for value in walk.theta[7]]
    assert rows["gradient ∂L/∂w"] == [number(value, 6) for value in walk.gradient[7]]
    assert rows["after the step"] == [number(value, 6) for value in walk.theta[8]]
    kept = [cells for label, cells in rows.items() if label.endswith((", before", ", after"))]
    expected = [average[step] for average in walk.averages for step in (7, 8)]
    assert kept == [[number(value, 6) for value in values] for values in expected]
    assert player(at)["step"] == 7
    assert "step 7: " in player(at)["words"]


def test_the_step_after_the_last_is_none() -> None:
    at = lesson(o_step="50")
    assert "The race ends at step 50" in text(at)
    assert "| before the step |" not in text(at)


def test_a_step_of_a_network_leads_into_the_step_through() -> None:
    at = lesson(o_ground="network", o_step="7", o_one="Adam", o_steps="20")
    (proto,) = (each.proto for each in at.get("page_link") if "update 7" in each.proto.label)  # pyright: ignore
    query = {key: values[0] for key, values in parse_qs(proto.query_string).items()}
    experiment, faults = read_run(query["run"])
    assert faults == []
    assert (experiment.optimizer, experiment.epochs, query["k"]) == ("adam", 20, "7")
    opened = visit("/backprop", **query)
    assert notes(opened) == []
    name = at.selectbox(key="o_weight").value
    rows = {row[0]: row[1] for row in step_table(at)}
    put(opened, tab="Gradients")
    frame = opened.dataframe[0].value.set_index("parameter")
    assert number(frame.loc[name, "new value"], 6) == rows["after the step"]


def test_all_surfaces_at_once() -> None:
    table = lesson().dataframe[1].value.set_index("loss surface")
    for ground, race in everywhere(Settings()).items():
        for standing in standings(race):
            cell = table.loc[GROUNDS[ground], TITLES[standing.name]]
            assert cell.removeprefix("● ") == result(race, standing)
            assert cell.startswith("●") == (standing.place == 1)


# Where each one loses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in CAST if name != "sgd"])
def test_each_optimizer_loses_to_sgd_somewhere(name) -> None:
    found = {standing.name: standing for standing in standings(raced(LOSING[name]).race)}
    assert found["sgd"].place < found[name].place
    assert found["sgd"].loss < found[name].loss


def test_sgd_loses_to_all_somewhere() -> None:
    found = {standing.name: standing for standing in standings(raced(LOSING["sgd"]).race)}
    assert {one.name for one in found.values() if one.place < found["sgd"].place} == set(CAST) - {"sgd"}


@pytest.mark.parametrize("name", CAST)
def test_a_press_sets_up_the_race_it_tells_of(name) -> None:
    at = put(lesson(), o_mu=0.3, o_adam=False, o_step=9, o_w1=1.0)
    press(at, f"_lose_{name}")
    assert outcome(raced(LOSING[name]).race) in text(at)
    assert at.session_state["o_one"] == TITLES[name]
    assert text(visit(PATH, **link(at, "optimizers"))) == text(at), "the link must show what the button left"


def test_what_is_said_of_the_momentum_race() -> None:
    """One step of SGD ends in the minimum, and momentum goes past it."""
    settings = LOSING["momentum"]
    race = raced(settings).race
    found = {standing.name: standing for standing in standings(race)}
    bowl = SURFACES["bowl"]
    assert not descend(bowl, bowl.start, make_optimizer("sgd", found["sgd"].rate), 1).theta[1].any()
    walk = descend(bowl, bowl.start, make_optimizer("momentum", found["momentum"].rate), settings.steps)
    assert (walk.theta[:, 0] > 0).any(), "it began at a negative w₁, with the minimum at 0"


def test_what_is_said_of_the_nesterov_race() -> None:
    settings = LOSING["nesterov"]
    curvature = 25.0
    assert largest_stable_rate("nesterov", curvature) < settings.alpha < largest_stable_rate("sgd", curvature)
    nesterov = next(entry for entry in raced(settings).race.entries if entry.name == "nesterov")
    assert nesterov.loss[-1] > 1e6 * nesterov.loss[0]


def test_what_is_said_of_the_rmsprop_race() -> None:
    """Its steps stay within a factor of three of α."""
    settings = LOSING["rmsprop"]
    found = raced(settings)
    assert found.walked is not None
    walk = next(walk for walk in found.walked.walks if walk.optimizer.name == "rmsprop")
    last = abs(walk.update[-50:]).max(axis=1) / walk.optimizer.learning_rate
    assert 1 / 3 < last.min() < last.max() < 3


def test_what_is_said_of_the_adam_race() -> None:
    found = raced(LOSING["adam"])
    by_name = {standing.name: standing for standing in standings(found.race)}
    adam, sgd = by_name["adam"].reached, by_name["sgd"].reached
    assert adam is not None
    assert sgd is not None
    assert adam < sgd
    assert found.walked is not None
    walk = next(walk for walk in found.walked.walks if walk.optimizer.name == "adam")
    assert (walk.theta[:, 0] > 0).any(), "it began at a negative w₁, with the minimum at 0"


# Extremes -----------------------------------------------------------------------------------------------------------

EXTREMES = [
    {"o_rates": "one", "o_alpha": "10"},
    {"o_rates": "one", "o_alpha": "0.0001"},
    {"o_rates": "hand", "o_a_sgd": "1e6", "o_a_momentum": "1e6", "o_a_nesterov": "1e6", "o_a_adam": "1e6"},
    {"o_rates": "hand", "o_a_sgd": "1e-6", "o_a_rmsprop": "1e6"},
    {"o_steps": "5"},
    {"o_steps": "300"},
    {"o_mu": "0"},
    {"o_mu": "0.99"},
    {"o_w1": "0", "o_w2": "0"},
    {"o_w1": "low", "o_w2": "high"},
]


@pytest.mark.parametrize(
    ("said", "ground"),
    in_turn([(said,) for said in EXTREMES], [("bowl",), ("saddle",), ("rosenbrock",), (NETWORK,)]),
    ids=str,
)
def test_labels_are_true_at_the_extremes(ground, said) -> None:
    places = {"o_w1", "o_w2"} & set(said)
    if ground == NETWORK and places:
        return
    if "low" in said.values():
        (low, _), (_, high) = SURFACES[ground].ranges
        said = {"o_w1": str(low), "o_w2": str(high)}
    at = lesson(o_ground=ground, o_step="3", **said)
    assert [note for note in notes(at) if "is not possible" in note and "o_ground" not in note] == []
    found = results_table(at)
    losses = [list(row.values())[3] for row in found]
    ordered = [row["place"] for row in found]
    assert ordered == sorted(ordered)
    for one, other in pairwise(losses):
        assert not one.startswith("diverged") or other.startswith("diverged")


def test_without_momentum_momentum_is_sgd() -> None:
    at = lesson(o_mu="0", o_rates="one", o_alpha="0.01")
    assert "level with SGD: Momentum, Nesterov." in text(at)


def test_nobody_left() -> None:
    alone = {f"o_{name}": "false" for name in CAST if name != "sgd"}
    at = lesson(o_rates="hand", o_ground="Rosenbrock", o_a_sgd="1e6", o_step="30", **alone)
    assert "nobody is left" in text(at)
    assert "has diverged" in text(at)


def test_nobody_chosen_means_all() -> None:
    at = lesson(**{f"o_{name}": "false" for name in CAST})
    assert "all take part" in text(at)
    assert len(results_table(at)) == 5


def test_the_optimizer_that_is_looked_into_takes_part() -> None:
    at = put(lesson(o_one="Adam"), o_adam=False)
    assert at.session_state["o_one"] == "SGD"


def test_a_shorter_race_moves_the_step() -> None:
    at = put(lesson(o_step="50"), o_steps=20)
    assert at.number_input(key="o_step").value == 20
    assert notes(at) == []


def test_another_surface_has_its_own_start() -> None:
    at = put(lesson(o_w1="1"), o_ground=GROUNDS["saddle"])
    assert (at.number_input(key="o_w1").value, at.number_input(key="o_w2").value) == SURFACES["saddle"].start


@pytest.mark.parametrize(
    "said",
    [
        {"o_ground": "Plateau", "o_steps": "20", "o_step": "11", "o_w1": "1.5", "o_one": "Nesterov", "o_mu": "0.5"},
        {"o_rates": ONE_FOR_ALL, "o_alpha": "0.13", "o_sgd": "false"},
        {"o_rates": BY_HAND, "o_a_adam": "0.5"},
        {"o_ground": "A real network", "o_seed": "4", "o_steps": "15", "o_rates": OWN_BEST},
    ],
)
def test_a_link_shows_the_same_again(said) -> None:
    at = lesson(**said)
    assert notes(at) == []
    again = visit(PATH, **link(at, "optimizers"))
    assert text(again) == text(at)
    assert notes(again) == []
