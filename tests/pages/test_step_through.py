"""/backprop at the extremes of every widget."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from backprop.activations import ACTIVATIONS
from backprop.examples import EXAMPLES
from backprop.explain import GRANULARITIES
from backprop.initializers import INITIALIZERS
from backprop.losses import LOSSES
from backprop.setups import CHOICES, Choices, fitting_losses
from pages.step_through.compute import MOST_STEPS
from pages.step_through.sidebar import ACTIVATION_TITLES, DETAIL_TITLES, EXAMPLE_TITLES, LOSS_TITLES, OPTIMIZER_TITLES
from tests.pages.app import diagram, moment, notes, press, put, seen, text, visit

TABS = ("Gradients", "Tape", "Chosen weight", "The other loss", "Training", "Weights by hand")
PHASES = ("Forward", "Loss", "Backward", "Update")
FOUR_SAMPLES = "0 0 > 0; 0 1 > 1; 1 0 > 1; 1 1 > 0"
NETWORKS = {
    "smallest": {"sizes": "1-1", "samples": "1 > 0"},
    "XOR, a batch of 4": {"sizes": "2-3-1", "samples": FOUR_SAMPLES},
    "deep, softmax": {
        "sizes": "8-8-8-8-8-3",
        "output": "softmax",
        "samples": "1 0 1 0 1 0 1 0 > 0 1 0; 0 0 0 0 0 0 0 0 > 1 0 0",
    },
    "widest": {"sizes": "16-16", "samples": " ".join("1" * 16) + " > " + " ".join("0" * 16)},
}


# With this tab open and nothing chosen, a page takes half the time.
BRIEFLY = {"tab": "Chosen weight"}


def own(**said: str) -> AppTest:
    """A network of one's own, which the page must take as it is."""
    at = visit(**{"example": "own", **BRIEFLY, **said})
    assert notes(at) == []
    return at


def look_around(at: AppTest) -> None:
    """Look at the first and the last moment of every granularity, with a weight chosen, and at every tab."""
    for detail in DETAIL_TITLES.values():
        put(at, detail=detail)
        for end, other in (("first", "last"), ("last", "first")):
            if not at.button(key=end).disabled:
                press(at, end)
            shown, count = moment(at)
            assert shown == (1 if end == "first" else count)
            assert at.button(key=end).disabled
            assert not at.button(key=other).disabled
            assert "$\\displaystyle" in text(at), "no formula"
            assert at.info[0].value
    put(at, pick=at.selectbox(key="pick").options[0])
    for tab in TABS:
        put(at, tab=tab)
        opened = next(node for node in at.tabs if node.label == tab)
        assert len(opened.children) > 0, f"{tab} is empty"


def test_all_examples_are_offered() -> None:
    assert set(EXAMPLES) < set(CHOICES)
    assert visit().selectbox(key="example").options == [EXAMPLE_TITLES[key] for key in CHOICES]


@pytest.mark.parametrize(
    ("example", "loss"), [(key, loss) for key in CHOICES for loss in fitting_losses(Choices(example=key))]
)
def test_every_example_with_every_loss_that_fits(example: str, loss: str) -> None:
    at = visit(example=example, loss=loss, **BRIEFLY)
    assert notes(at) == []
    assert at.session_state["loss"] == LOSS_TITLES[loss]
    look_around(at)


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_of_ones_own(network: str) -> None:
    look_around(own(**NETWORKS[network]))


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_every_activation(output: str) -> None:
    hidden = output if output != "softmax" else "relu"
    samples = "0.5 -1 > 0 1; 2 1 > 1 0"
    at = own(sizes="2-3-2", hidden=hidden, output=output, samples=samples)
    assert at.session_state["output"] == ACTIVATION_TITLES[output]
    for loss in fitting_losses(Choices(example="own", output=output)):
        put(at, loss=LOSS_TITLES[loss])
        for detail in DETAIL_TITLES.values():
            press(put(at, detail=detail), "last" if not at.button(key="last").disabled else "first")


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_initializer(initializer: str) -> None:
    at = press(own(init=initializer), "last")
    other = press(own(init=next(name for name in INITIALIZERS if name != initializer)), "last")
    assert diagram(at) != diagram(other)


def test_every_sample_of_a_batch_has_its_own_screen() -> None:
    at = own(samples=FOUR_SAMPLES)
    screens = []
    for sample in range(1, 5):
        put(at, sample=sample)
        screens.append(diagram(at))
    assert len(set(screens)) == 4


@pytest.mark.parametrize("k", [1, 10])
@pytest.mark.parametrize("optimizer", OPTIMIZER_TITLES)
@pytest.mark.parametrize("biases", [True, False])
def test_every_optimizer_with_and_without_biases(optimizer: str, biases: bool, k: int) -> None:
    at = visit(optimizer=optimizer, biases=str(biases).lower(), k=str(k), **BRIEFLY)
    assert notes(at) == []
    assert at.session_state["optimizer"] == OPTIMIZER_TITLES[optimizer]
    press(at, "last")
    frame = put(at, tab="Gradients").dataframe[0].value
    moved = {name[0] for name, update in zip(frame["parameter"], frame["update"], strict=True) if update != 0}
    assert moved == ({"w", "b"} if biases else {"w"})


def test_step_k_is_another_step() -> None:
    losses = []
    for k in ("0", "1", "10", str(MOST_STEPS)):
        at = press(visit(k=k, tab="Tape", detail="phase"), "last")
        tape = at.dataframe[0].value.astype(str)
        losses.append(float(tape[(tape == "L").any(axis=1)].iloc[0]["value"]))
    assert losses == sorted(losses, reverse=True)
    assert len(set(losses)) == 4
    assert losses[0] == pytest.approx(0.298371109, abs=1e-9)
    assert losses[-1] == pytest.approx(3.51018778e-05, abs=5e-14)


@pytest.mark.parametrize("rate", ["1e-06", "1000000"])
@pytest.mark.parametrize("example", CHOICES)
def test_the_smallest_and_the_largest_learning_rate(example: str, rate: str) -> None:
    at = visit(example=example, rate=rate, **BRIEFLY)
    assert notes(at) == []
    assert at.session_state["rate"] == float(rate)
    press(at, "last")
    put(at, k=50, tab="Training")


def test_a_run_that_diverges_says_where_and_shows_the_last_finite_step() -> None:
    linear = {"sizes": "2-3-1", "hidden": "identity", "output": "identity", "rate": "1000000", "tab": "Tape"}
    at = press(own(**linear, k="1000"), "last")
    sentence = at.error[0].value
    found = re.search(r"in step (\d+) (a|the) .+ layer .+\. Step (\d+) is the last", sentence)
    assert found, sentence
    broken, last = int(found[1]), int(found[3])
    assert 0 < last <= broken < 1000
    assert len(at.dataframe[0].value) > 10

    alone = press(own(**linear, k=str(last)), "last")
    assert diagram(at) == diagram(alone), "step 1000 is shown as the last finite one"
    before = press(own(**linear, k=str(last - 1)), "last")
    assert not before.error
    assert diagram(before) != diagram(at)


def test_next_and_previous_move_one_moment() -> None:
    at = visit(detail="neuron", **BRIEFLY)
    count = moment(at)[1]
    forwards = [seen(at)]
    for place in range(2, count + 1):
        press(at, "next")
        assert moment(at) == (place, count)
        forwards.append(seen(at))
    assert at.button(key="next").disabled
    assert len({str(screen) for screen in forwards}) == count, "two moments look the same"
    for place in range(count - 1, 0, -1):
        press(at, "previous")
        assert seen(at) == forwards[place - 1], f"moment {place} looks different on the way back"
    assert at.button(key="previous").disabled


def test_the_phases_jump_to_their_first_moment() -> None:
    at = visit(**BRIEFLY)
    places = []
    for phase in (*PHASES[1:], PHASES[0]):
        put(at, phase=phase)
        assert at.session_state["phase"] == phase
        places.append(moment(at)[0])
    assert places[-1] == 1
    assert places[:-1] == sorted(set(places[:-1]))
    for phase, place in zip(PHASES[1:], places[:-1], strict=True):
        at = visit(moment=str(place))
        assert at.session_state["phase"] == phase
        press(at, "previous")
        assert at.session_state["phase"] == PHASES[PHASES.index(phase) - 1]


def test_the_slider_moves_to_any_moment() -> None:
    at = visit()
    put(at, moment=17)
    assert moment(at)[0] == 17
    assert seen(at) == seen(visit(moment="17"))


@pytest.mark.parametrize("said", ["59", "0", "9999999999", "-3", "1.5"])
def test_a_moment_out_of_range_becomes_the_first_and_a_note_says_so(said: str) -> None:
    assert not notes(visit(moment="58"))
    at = visit(moment=said)
    assert moment(at)[0] == 1
    assert len(notes(at)) == 1


def test_a_note_about_the_link_goes_with_the_next_step() -> None:
    at = visit(moment="9999")
    assert notes(at)
    for key in ("next", "next", "previous", "last"):
        assert notes(press(at, key)) == []


def test_fewer_moments_move_the_place_to_the_last() -> None:
    at = press(visit(), "last")
    put(at, example="One linear neuron")
    assert moment(at)[0] == 1
    press(at, "last")
    small = moment(at)[1]
    at = visit(example="own", sizes="8-8-8-8-8-3", output="softmax", samples="1 0 1 0 1 0 1 0 > 0 1 0")
    assert moment(press(at, "last"))[1] > 300
    put(at, sizes="1-1", samples="1 > 0", output="sigmoid")
    assert moment(at)[0] == moment(at)[1] <= small + 10


def phase_of(at: AppTest) -> str:
    return str(at.session_state["phase"])


@pytest.mark.parametrize("start", [1, 9, 25, 33, 45, 52, 58])
def test_another_granularity_keeps_the_place(start: int) -> None:
    at = visit(moment=str(start), tab="Tape")
    phase = phase_of(at)
    known = at.dataframe[0].value
    for detail in ("Neuron", "Layer", "Phase"):
        put(at, detail=detail)
        assert phase_of(at) == phase
        coarser = at.dataframe[0].value
        assert len(coarser) >= len(known), "something that was known is unknown now"
        assert coarser["value"].tolist()[: len(known)] == known["value"].tolist()
    if start == 58:
        assert moment(put(at, detail="Operation"))[0] == 58


def test_another_example_starts_as_its_source_has_it() -> None:
    at = visit(loss="mse", rate="0.1", biases="true", optimizer="adam", k="3", moment="20", pick="w₅ (h₁ → ŷ₁)")
    assert notes(at) == []
    for key, example in EXAMPLES.items():
        put(at, moment=2, rate=0.123, k=7)
        put(at, example="My own")
        put(at, example=EXAMPLE_TITLES[key])
        state = at.session_state
        assert state["loss"] == LOSS_TITLES[example.loss]
        assert state["rate"] == example.learning_rate
        assert state["biases"] == (not example.frozen)
        assert (state["k"], state["moment"], moment(at)[0]) == (0, 1, 1)
        assert state["optimizer"] == OPTIMIZER_TITLES["sgd"]
        assert state["pick"] is None
        assert notes(at) == []


def test_the_other_loss_changes_delta_but_not_the_prediction() -> None:
    said = {"example": "saturated-neuron", "tab": "Tape"}
    squared, logarithmic = (press(visit(**said, loss=loss), "last") for loss in ("mse", "log_loss"))
    one, two = (at.dataframe[0].value["value"].tolist() for at in (squared, logarithmic))
    assert one[:2] == two[:2], "z and a of the forward pass"
    assert diagram(squared) != diagram(logarithmic)


def test_weights_by_hand_are_used_and_can_be_taken_back() -> None:
    at = visit(tab="Weights by hand")
    untouched = seen(at)
    assert at.button(key="reset").disabled
    put(at, weights="w1.1.1=0.9;b2.1=-0.25")
    values = at.data_editor[0].value["value"]
    assert values.loc["w1.1.1"] == 0.9
    assert values.loc["b2.1"] == -0.25
    assert seen(at) != untouched
    press(at, "reset")
    assert at.session_state["weights"] == ""
    assert seen(at) == untouched


def test_every_published_example_shows_its_numbers() -> None:
    published = [key for key, example in EXAMPLES.items() if example.published]
    assert len(published) >= 2
    for key in published:
        at = visit(example=key, tab="Published values")
        assert len(at.dataframe[0].value) == len(EXAMPLES[key].published)
    errata = text(visit(tab="Published values"))
    for number in ("0.291027924", "0.291027774", "3.51018", "0.0000351085"):
        assert number in errata


def test_the_titles_name_every_choice() -> None:
    assert set(DETAIL_TITLES) == set(GRANULARITIES)
    assert set(LOSS_TITLES) == set(LOSSES)
