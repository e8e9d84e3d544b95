"""/backprop at the extremes of every widget."""

import re
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

import backprop as bp
from backprop.activations import ACTIVATIONS
from backprop.checking.examples import EXAMPLES
from backprop.explain.numbers import latex
from backprop.explain.step.moments import GRANULARITIES
from backprop.initializers import INITIALIZERS
from backprop.losses import LOSSES
from pages.shared.setups import CHOICES, Choices, fitting_losses
from pages.shared.titles import LOSS_TITLES, OPTIMIZER_TITLES
from pages.step_through import state
from pages.step_through.compute import MOST_STEPS
from tests.helpers import in_turn
from tests.pages.app import diagram, moment, notes, press, put, seen, text, visit

EXAMPLE_TITLES, DETAIL_TITLES = state.EXAMPLE.options, state.DETAIL.options
ACTIVATION_TITLES = state.OUTPUT.options
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
        for end in ("first", "last"):
            press(at, end)
            shown, count = moment(at)
            assert shown == (1 if end == "first" else count)
            assert at.button(key="previous").disabled == (end == "first")
            assert "$\\displaystyle" in text(at), "no formula"
            assert at.info[0].value
    put(at, pick=at.selectbox(key="pick").options[0])
    for tab in (node.label for node in at.tabs):
        put(at, tab=tab)
        opened = next(node for node in at.tabs if node.label == tab)
        assert len(opened.children) > 0, f"{tab} is empty"


SETTLED = tuple(key for key in CHOICES if key != "run")
"""Examples whose loss and learning rate can be chosen here."""


def test_all_examples_are_offered() -> None:
    assert set(EXAMPLES) < set(CHOICES)
    assert visit().selectbox(key="example").options == [EXAMPLE_TITLES[key] for key in CHOICES]


@pytest.mark.parametrize("example", SETTLED)
def test_every_example_is_whole_wherever_one_looks(example: str) -> None:
    at = visit(example=example, **BRIEFLY)
    assert notes(at) == []
    look_around(at)


@pytest.mark.parametrize(
    ("example", "loss"), [(key, loss) for key in SETTLED for loss in fitting_losses(Choices(example=key))]
)
def test_every_example_with_every_loss_that_fits(example: str, loss: str) -> None:
    """What a loss changes is at the end of the forward pass, in each operation, and in the tab about losses."""
    at = visit(example=example, loss=loss, detail="operation", **BRIEFLY)
    assert notes(at) == []
    assert at.session_state["loss"] == LOSS_TITLES[loss]
    for phase in PHASES:
        assert "$\\displaystyle" in text(put(at, phase=phase)), "no formula"
        assert at.info[0].value
    put(press(at, "last"), tab="The other loss")


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_of_ones_own(network: str) -> None:
    look_around(own(**NETWORKS[network]))


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_every_activation(output: str) -> None:
    hidden = output if output != "softmax" else "relu"
    samples = "0.5 -1 > 0 1; 2 1 > 1 0"
    at = own(sizes="2-3-2", hidden=hidden, output=output, samples=samples)
    assert at.session_state["output"] == ACTIVATION_TITLES[output]
    usual, *others = fitting_losses(Choices(example="own", output=output))
    for loss in (usual, *others):
        put(at, loss=LOSS_TITLES[loss])
        for detail in DETAIL_TITLES.values() if loss == usual else (DETAIL_TITLES["operation"],):
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


@pytest.mark.parametrize(
    ("optimizer", "biases", "k"),
    in_turn([(optimizer,) for optimizer in OPTIMIZER_TITLES], [(True, 1), (False, 10), (True, 10), (False, 1)]),
)
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


@pytest.mark.parametrize(("example", "rate"), in_turn([(example,) for example in SETTLED], [("1e-06",), ("1000000",)]))
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
    assert not at.sidebar.error, "on a phone the sidebar is closed"
    found = re.search(r"in step (\d+) (a|the) .+ layer .+\. Step (\d+) is the last", sentence)
    assert found, sentence
    broken, last = int(found[1]), int(found[3])
    assert 0 < last <= broken < 1000
    assert len(at.dataframe[0].value) > 10
    assert at.session_state["k"] == last, "the field says which step is shown"

    alone = press(own(**linear, k=str(last)), "last")
    assert diagram(at) == diagram(alone), "step 1000 is shown as the last finite one"
    assert alone.error[0].value == sentence, "the link alone says it too"
    before = press(own(**linear, k=str(last - 1)), "last")
    assert not before.error
    assert diagram(before) != diagram(at)
    after = press(press(before, "again"), "last")
    assert (after.session_state["k"], after.error[0].value) == (last, sentence)
    assert after.button(key="again").disabled, "there is no training step after it"


def test_a_learning_rate_that_breaks_the_run_takes_the_training_step_along() -> None:
    at = put(visit(example="linear-neuron", **BRIEFLY), k=5_000, rate=1e6)
    assert 0 < at.session_state["k"] < 5_000
    assert f"Step {at.session_state['k']} is the last" in at.error[0].value
    assert not put(at, rate=0.01).error


def test_a_loss_that_the_targets_do_not_allow_gives_way_and_says_why() -> None:
    sentence = "target 1 of sample 1 is 3; allowed: from 0 to 1 with Log loss. Using MSE."
    for at in (
        visit(example="own", sizes="2-3-1", samples="1 0>3", loss="Log loss"),
        put(own(sizes="2-3-1", samples="1 0>3"), loss="Log loss"),
        put(own(sizes="2-3-1", samples="1 0>1", loss="Log loss"), samples="1 0>3"),
    ):
        assert at.session_state["loss"] == "MSE"
        assert [note.replace("\\", "") for note in notes(at)] == [sentence]
        assert at.main.warning
        assert not at.sidebar.warning
        assert notes(put(at, rate=0.25)) == []


def test_what_was_wrong_with_a_link_is_still_said_when_widgets_are_moved() -> None:
    at = visit(example="linear-neuron", rate="1000000", k="10000", moment="9999", seed="7")
    assert at.session_state["k"] < 100
    assert len(at.error) == 1
    assert len(notes(at)) == 1
    assert "moment" in notes(at)[0]


def changes(at: AppTest) -> list[str]:
    return [caption.value for caption in at.main.caption if caption.value.startswith("You have changed")]


def test_what_differs_from_the_example_is_said() -> None:
    assert changes(visit()) == []
    assert changes(visit(biases="true")) == ["You have changed: whether biases are trained."]
    at = visit(example="saturated-neuron", loss="Log loss", rate="2")
    assert changes(at) == ["You have changed: the loss, the learning rate."]
    assert changes(put(at, example="Mazur 2-2-2")) == []
    assert changes(put(at, optimizer="Adam", weights="w1.1.1=3")) == ["You have changed: the optimizer, weights."]
    assert changes(own(rate="2", optimizer="Adam")) == []


def test_other_layers_bring_samples_that_fit() -> None:
    at = put(own(), sizes="3-2-2")
    assert notes(at) == []
    assert at.session_state["samples"].startswith("1 0 1 > 1 0; ")
    assert len(at.number_input(key="sample").label) > 0
    mine = put(own(), samples="0.5 0.25 > 1", sizes="2-5-1")
    assert mine.session_state["samples"] == "0.5 0.25 > 1", "samples that still fit stay"
    assert notes(put(mine, sizes="nonsense"))
    assert mine.session_state["samples"] == "0.5 0.25 > 1"
    assert put(mine, sizes="1-1").session_state["samples"] == "1 > 1; 0 > 0"


def test_a_link_with_layers_alone_has_samples_that_fit() -> None:
    at = visit(example="own", sizes="3-2-2", output="softmax")
    assert notes(at) == []
    assert at.session_state["samples"].startswith("1 0 1 > 1 0; ")


def test_next_and_previous_move_one_moment() -> None:
    at = visit(detail="neuron", **BRIEFLY)
    count = moment(at)[1]
    forwards = [seen(at)]
    for place in range(2, count + 1):
        press(at, "next")
        assert moment(at) == (place, count)
        forwards.append(seen(at))
    assert "next" not in [button.key for button in at.button]
    assert len({str(screen) for screen in forwards}) == count, "two moments look the same"
    for place in range(count - 1, 0, -1):
        press(at, "previous")
        assert seen(at) == forwards[place - 1], f"moment {place} looks different on the way back"
    assert at.button(key="previous").disabled


def test_at_the_end_the_way_on_is_the_next_training_step() -> None:
    at = press(visit(**BRIEFLY), "last")
    way_on = at.button(key="again")
    assert "Next training step" in way_on.label
    assert not way_on.proto.shortcut, "an arrow key held down must stop at the end"
    press(at, "again")
    assert (at.session_state["k"], moment(at)[0]) == (1, 1)
    assert press(visit(k=str(MOST_STEPS), **BRIEFLY), "last").button(key="again").disabled


def test_every_button_of_the_stepper_says_what_it_does() -> None:
    labels = {button.key: button.label for button in visit(moment="5").button}
    assert {key: labels[key] for key in ("first", "previous", "next", "last")} == {
        "first": "First",
        "previous": "Previous",
        "next": ":violet[Next]",
        "last": "Last",
    }


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


def test_an_update_of_a_training_run():
    """The playground's link opens the very update, with the samples that it saw."""
    experiment = bp.Experiment("circles", (3,), samples=20, test_fraction=0.0, batch_size=8, epochs=3, l2=0.1)
    run = bp.train(experiment)
    said = {"example": "Training run", "run": urlencode(experiment.to_query())}
    for k in (0, 2, 4, 8):
        at = visit(**said, k=str(k), detail="Phase", moment="4")
        step = run.trace(k)
        assert notes(at) == []
        assert latex(step.loss, 9) in text(at)
        assert len(step.x) == (4 if k % 3 == 2 else 8)
        assert f"Sample (1 to {len(step.x)})" in text(at)
    look_around(visit(**said, **BRIEFLY))


def test_beyond_the_end_of_a_training_run():
    said = {"example": "Training run", "run": "samples=20&epochs=2&hidden=2&test_fraction=0"}
    at = visit(**said, k="9999")
    assert at.number_input(key="k").value == 3
    assert "The training has 4 updates" in text(at)
