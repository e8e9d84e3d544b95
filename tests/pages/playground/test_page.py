"""The playground without a browser: every button, every preset, what is stale, what is kept, and the extremes."""

from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop.explain.training.advice import preset_text
from backprop.training.experiment import Experiment
from backprop.training.presets import PRESETS, Preset
from pages.playground import actions
from pages.playground.link import Trained, read, write
from pages.shared.fields import HIDDEN_TITLES
from pages.shared.state import plain
from pages.shared.titles import LOSS_TITLES
from tests.data.bad_tables import BAD
from tests.pages.app import checked, link, notes, press, put, text, visit

SMALL = {"p_epochs": "5", "p_samples": "40"}


def playground(**said: str) -> AppTest:
    return visit("/playground", **(SMALL | said))


def step(at: AppTest) -> tuple[int, int]:
    """How many updates are shown, and how many the training has."""
    line = next(markdown.value for markdown in at.markdown if markdown.value.startswith("Trained **"))
    taken, _, total = line.split(" · ")[0].removeprefix("Trained ").removesuffix(" steps").partition(" of ")
    return int(taken.strip("*").replace(",", "")), int(total.replace(",", ""))


def warnings(at: AppTest) -> list[str]:
    return [warning.value for warning in at.warning]


def shown(at: AppTest) -> Experiment:
    """The experiment that was trained last, as the address bar says it."""
    said = at.query_params["shown"]
    found, faults = read(said if isinstance(said, str) else said[0], "")
    assert faults == []
    assert found is not None
    return found.experiment


def can_be_typed(text: object) -> bool:
    """A browser has no half characters."""
    return isinstance(text, str) and not any("\ud800" <= character <= "\udfff" for character in text)


# A link and back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_what_has_been_trained_travels_in_a_link(preset):
    trained = Trained(preset.experiment, 7)
    assert read(write(trained), "") == (trained, [])


def test_own_data_stand_in_a_place_of_their_own():
    data = "a,b\n1,0\n2,1\n3,0\n4,1\n"
    trained = Trained(Experiment("own", (2,), data=data, target="a"), 3)
    assert "1%2C0" not in write(trained)
    assert read(write(trained), data) == (trained, [])


def test_what_was_trained_with_another_table_is_not_shown_with_this_one():
    trained = Trained(Experiment("own", (2,), data="a,b\n1,0\n2,1\n", target="a"), 3)
    found, (fault,) = read(write(trained), "a,b\n1,0\n3,1\n")
    assert found is None
    assert "another table" in fault
    assert read("dataset=own&hidden=2&updates=3", "a,b\n1,0\n3,1\n")[1] == [], "a link by hand need not say which one"


@pytest.mark.parametrize(
    "said", ["", "updates=", "updates=x", "updates=-1", "hidden=3&updates=1e3", "updates=1234567890"]
)
def test_a_training_without_a_number_of_updates_is_none(said):
    trained, faults = read(said, "")
    assert trained is None
    assert len(faults) == 1


# Buttons ------------------------------------------------------------------------------------------------------------


def test_train_one_step_one_epoch_and_back_to_the_start():
    at = playground()
    taken, total = step(at)
    per_epoch = total // 5
    assert (taken, per_epoch) == (0, 2), "20 samples in batches of 10"
    before = text(at)
    assert step(press(at, "one_step")) == (1, total)
    assert step(press(at, "one_epoch")) == (per_epoch, total)
    assert step(press(at, "one_epoch")) == (2 * per_epoch, total)
    assert step(press(at, "train")) == (total, total)
    assert at.button(key="one_step").disabled
    assert at.button(key="one_epoch").disabled
    press(at, "reset")
    assert step(at) == (0, total)
    assert text(at) == before


def test_the_same_start_again_and_a_new_one():
    at = playground()
    first = text(press(at, "train"))
    press(at, "reset")
    assert text(press(at, "train")) == first
    press(at, "new_start")
    assert at.number_input(key="p_seed").value == 1
    assert step(at)[0] == 0
    assert text(press(at, "train")) != first


def test_a_change_marks_the_results_as_stale_and_training_again_clears_it():
    at = press(playground(), "train")
    shown = step(at)
    assert warnings(at) == []
    put(at, p_rate=1.5)
    (stale,) = warnings(at)
    assert "Stale" in stale
    assert "learning rate α 1 → 1.5" in stale.replace("\\", "")
    assert step(at) == shown
    press(at, "train")
    assert warnings(at) == []


def test_keep_a_run_change_one_thing_and_compare():
    at = press(playground(p_tab="Compare"), "train")
    assert "Keep this run" in text(at)
    press(at, "keep")
    put(at, p_hidden="3-3")
    press(at, "train")
    assert "| hidden layers | 4 | 3-3 |" in text(at).replace("\\", "")
    keys = [chart.key for chart in at.get("plotly_chart")]
    assert {"two_losses", "two_boundaries"} <= set(keys)
    press(at, "let_go")
    assert "two_losses" not in [chart.key for chart in at.get("plotly_chart")]


def test_layers_and_units_by_plus_and_minus_and_directly():
    at = playground()
    press(at, "_more_layers")
    assert at.text_input(key="p_hidden").value == "4-4"
    at.number_input(key="_units0").increment().run()
    assert at.text_input(key="p_hidden").value == "5-4"
    for _ in range(2):
        press(at, "_fewer_layers")
    assert at.text_input(key="p_hidden").value == "none"
    assert at.button(key="_fewer_layers").disabled
    put(at, p_hidden="2-2-2-2-2-2")
    assert at.button(key="_more_layers").disabled
    assert step(press(at, "train"))[0] > 0


# Activation by layer ------------------------------------------------------------------------------------------------

BY_LAYER = {
    "all the same": ("ReLU", "ReLU", "ReLU"),
    "the last differs": ("tanh", "tanh", "sigmoid"),
    "the first differs": ("ReLU", "tanh", "tanh"),
    "all differ": ("identity", "sigmoid", "leaky ReLU"),
}


def layer_keys(at: AppTest) -> list[str | None]:
    return [
        select.key
        for select in at.selectbox
        if select.key and select.key.startswith("p_act") and select.key[-1].isdigit()
    ]


def test_there_is_a_choice_for_each_layer_where_there_are_several():
    assert [layer_keys(playground(p_hidden=said)) for said in ("none", "4", "4-x")] == [[], [], []]
    at = playground(p_hidden="4-4")
    assert layer_keys(at) == ["p_act1", "p_act2"]
    assert layer_keys(press(at, "_more_layers")) == ["p_act1", "p_act2", "p_act3"]
    assert len(layer_keys(playground(p_hidden="2-2-2-2-2-2"))) == 6


def test_layers_are_alike_until_one_is_chosen():
    at = playground(p_hidden="3-3-3")
    assert shown(press(at, "one_step")).activation == "tanh"
    put(at, p_act2="ReLU")
    assert "activation tanh → tanh, ReLU, tanh" in warnings(at)[0].replace("\\", "")
    assert shown(press(at, "one_step")).activation == ("tanh", "relu", "tanh")
    put(at, p_activation="sigmoid")
    assert shown(press(at, "one_step")).activation == ("sigmoid", "relu", "sigmoid")
    put(at, p_act2="As above")
    assert shown(press(at, "one_step")).activation == "sigmoid"


def test_a_link_says_the_activation_of_each_layer():
    at = playground(p_hidden="3-3", p_activation="relu", p_act2="sigmoid")
    assert notes(at) == []
    assert shown(press(at, "one_step")).activation == ("relu", "sigmoid")
    again = visit("/playground", **link(at, "playground"))
    assert text(press(again, "one_step")) == text(at)


def test_a_layer_that_is_not_there_has_no_activation():
    at = playground(p_hidden="3", p_act2="relu")
    assert shown(press(at, "one_step")).activation == "tanh"


@pytest.mark.parametrize("titles", BY_LAYER.values(), ids=BY_LAYER)
def test_widgets_say_an_experiment_with_an_activation_for_each_layer(monkeypatch, titles):
    keys = tuple(key for title in titles for key, name in HIDDEN_TITLES.items() if name == title)
    experiment = Experiment("xor", (3, 2, 2), keys, epochs=2, samples=20)
    monkeypatch.setattr("pages.playground.sidebar.PRESETS", (Preset("Mixed", "", experiment),))
    at = playground(p_hidden="4-4-4-4", p_activation="sigmoid", p_act1="tanh", p_act4="relu")
    at.selectbox(key="_preset").select("Mixed").run()
    assert shown(press(at, "one_step")) == experiment
    press(at, "_more_layers")
    assert at.selectbox(key="p_act4").value == "As above"


# Presets, data, extremes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_sets_everything(preset):
    at = visit("/playground", p_hidden="3-3", p_act2="relu")
    at.selectbox(key="_preset").select(preset.title).run()
    assert shown(press(at, "one_step")) == preset.experiment


@pytest.mark.parametrize("tab", ["Results", "Hidden units", "Compare", "Data"])
@pytest.mark.parametrize("data", ["xor", "blobs-4", "sine", "iris", "digits", "own"])
def test_every_tab_for_every_kind_of_data(data, tab):
    at = playground(p_data=data, p_tab=tab, p_epochs="1")
    press(at, "one_step")
    assert notes(at) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_diverging_run_says_so_and_can_be_looked_at(theme):
    said = {"p_data": "sine", "p_hidden": "8", "p_activation": "relu", "p_rate": "1000", "p_epochs": "40"}
    at = press(visit("/playground", theme, **said), "train")
    (error,) = at.error
    assert "diverges" in error.value
    rate = float(error.value.split(": with ")[1].split()[0])
    assert "the prediction is far outside of the picture" in text(at)
    assert step(at)[0] > 0
    line = next(markdown.value for markdown in at.markdown if markdown.value.startswith("Trained **"))
    assert len(line) < 200, "numbers of any size are short"
    link = next(link for link in at.get("page_link"))
    assert "example=Training" in str(link.proto)
    put(at, p_rate=rate)
    press(at, "train")
    assert not at.error, "what was recommended helps"
    assert "goes down" in text(at)
    assert "far outside" not in text(at)


TYPED = {kind: bad for kind, bad in BAD.items() if all(can_be_typed(part) for part in bad[:2])}


TRIED = [
    pytest.param(*bad, id=kind, marks=[] if place % 4 == 0 else pytest.mark.nightly)
    for place, (kind, bad) in enumerate(TYPED.items())
]
"""What is said of each is tried where tables are read; here it is that the page says it."""


@pytest.mark.parametrize(("table", "target", "beginning", "_allowed"), TRIED)
def test_a_bad_table_is_told_and_stays(table, target, beginning, _allowed):
    at = playground(p_data="own", p_epochs="1", **({"p_target": target} if target else {}))
    checked(at.text_area(key="_data").set_value(table).run())
    (error,) = at.error
    assert error.value.startswith(plain(beginning))
    assert error.value.endswith("the example table is used.")
    assert at.text_area(key="_data").value == table
    (note,) = notes(at)
    assert note.startswith(plain(beginning)), "beside the picture of the example table as well"


def test_a_large_table_outlives_a_look_at_other_data():
    rng = np.random.default_rng(0)
    table = "\n".join(f"{a},{b},{'xy'[a > b]}" for a, b in rng.normal(size=(300, 2)).tolist())
    at = playground(p_data="own", p_epochs="1")
    checked(at.text_area(key="_data").set_value(table).run())
    put(at, p_data="Circles")
    put(at, p_data="My own table")
    assert at.text_area(key="_data").value == table


@pytest.mark.parametrize(("data", "standard"), [("Iris flowers", True), ("Palmer penguins", True), ("Circles", False)])
def test_data_chosen_by_hand_are_standardised_as_they_are_from_a_link(data, standard):
    at = playground()
    put(at, p_data="Iris flowers" if data == "Circles" else "Circles")
    put(at, p_data=data)
    assert at.toggle(key="p_standardize").value == standard


def test_a_table_of_numbers_brings_what_suits_it_and_one_of_classes_too():
    at = playground(p_data="own", p_epochs="1")
    numbers = "x,y\n" + "\n".join(f"{x},{x * x + 0.5}" for x in range(30))
    checked(at.text_area(key="_data").set_value(numbers).run())
    assert (at.session_state.p_loss, at.session_state.p_rate) == (LOSS_TITLES["mse"], 0.1)
    checked(at.text_area(key="_data").set_value("a,k\n1,x\n2,y\n3,x\n4,y").run())
    assert at.session_state.p_loss == LOSS_TITLES["log_loss"]


def test_a_new_start_after_the_largest_seed_is_the_first():
    at = playground(p_seed="999999")
    press(at, "new_start")
    assert at.number_input(key="p_seed").value == 0


def test_all_bad_tables_but_those_that_are_no_text_are_tried():
    assert set(BAD) - set(TYPED) == {"no text", "bytes", "half a character", "a target of None"}


def test_a_bad_table_waits_to_be_put_right():
    at = playground(p_data="own", p_tab="Data")
    at.text_area(key="_data").set_value("a,b\n1,x\n2").run()
    put(at, p_rate=0.5)
    press(at, "train")
    assert len(at.error) == 1
    assert at.text_area(key="_data").value == "a,b\n1,x\n2"
    at.text_area(key="_data").set_value("a,b\n1,x\n2,y").run()
    assert not at.error
    assert "Your own table: 2 samples" in text(at)


def test_a_new_table_takes_away_what_was_trained_with_the_old_one():
    at = playground(p_data="own")
    put(at, _data="a,b\n1,x\n2,y")
    press(press(at, "train"), "keep")
    trained = step(at)
    assert notes(at) == []
    put(at, _data="a,b\n1,x\n2,y\n3,y")
    assert step(at)[0] == 0
    assert notes(at) == ["What was trained with another table is gone with it\\."]
    put(at, _data="a,b\n1,x\n2,y")
    assert step(at) == trained
    assert notes(at) == []


def test_what_was_trained_with_a_table_of_ones_own_can_be_kept_beside_other_data():
    at = playground(p_data="own", p_tab="Compare")
    put(at, _data="a,b\n1,x\n2,y")
    press(press(at, "train"), "keep")
    put(at, p_data="Circles")
    assert "Stale" in warnings(at)[0]
    press(at, "train")
    assert notes(at) == []
    assert "| data | your own table | Circles |" in text(at)


def test_predict_first():
    at = playground(p_ask="true")
    put(at, p_guess="goes down", p_goal="yes")
    press(at, "train")
    answer = next(info.value for info in at.info)
    assert "You said: the loss goes down." in answer
    assert "How this is decided" in answer
    for key in ("p_guess", "p_goal"):
        (question,) = (group for group in at.get("button_group") if group.key == key)
        assert question.disabled, "it stands as it was answered, and in the link"  # pyright: ignore
    assert at.session_state["p_guess"] == "goes down"


def test_another_experiment_is_another_question():
    at = playground(p_ask="true")
    put(at, p_guess="goes down")
    press(at, "one_step")
    assert at.session_state["p_guess"] == "goes down", "the same experiment, not yet trained to its end"
    press(at, "train")
    put(at, p_rate=0.5)
    assert at.session_state["p_guess"] is None
    assert not at.info
    put(at, p_guess="goes up")
    press(at, "train")
    assert "You said: the loss goes up." in at.info[0].value


def test_a_link_carries_what_was_answered():
    at = playground(p_ask="true")
    put(at, p_guess="hardly moves", p_goal="no")
    press(at, "train")
    said = {**link(at, "playground"), "shown": at.query_params["shown"]}
    again = visit("/playground", **said)
    assert again.info[0].value == at.info[0].value
    assert "You said: the loss hardly moves." in again.info[0].value


def test_only_a_plane_can_be_filled():
    keys = {data: [toggle.key for toggle in playground(p_data=data).toggle] for data in ("xor", "sine", "digits")}
    assert {data for data, shown in keys.items() if "p_surface" in shown} == {"xor"}


def test_at_the_end_of_the_training_the_last_update_can_be_opened():
    at = press(playground(), "train")
    assert step(at) == (10, 10)
    label = next(link.proto.label for link in at.get("page_link") if "step-through" in link.proto.label)
    assert label == "Open the last update, 9, in the step-through"


def test_the_step_to_look_at_opens_that_update():
    at = press(playground(), "train")
    put(at, p_step=4)
    said = str(next(link for link in at.get("page_link")).proto)
    assert "k=4" in said
    query = dict(parse_qsl(said.split('query_string: "')[-1].split('"')[0])) if "query_string" in said else {}
    assert query.get("k", "4") == "4"


def test_a_cell_is_shown_as_it_is_and_never_as_markdown():
    """A table can come from somebody else's link: nothing in it may become a picture or a link."""
    at = playground(p_data="own")
    at.text_area(key="_data").set_value("a,b\n![x](https://evil.example/x.png),1\n2,0\n").run()
    (error,) = at.error
    assert "evil" in error.value
    assert "![x](" not in error.value
    assert "://" not in error.value


RUNS = (
    Experiment("moons", (3, 2), "relu", learning_rate=0.2, epochs=4),
    Experiment("xor", (), epochs=2, loss="mse", seed=7),
    Experiment("spirals", (4, 3, 2), ("relu", "tanh", "sigmoid"), optimizer="adam", learning_rate=0.02, epochs=2),
    Experiment("sine", (5,), optimizer="momentum", momentum=0.5, schedule="cosine", clip=1.5, l2=0.01, epochs=3),
    Experiment(
        "circles", (2,), features=("x1", "x1^2"), initializer="he", batch_size=7, noise=0.13, samples=77, epochs=2
    ),
    Experiment("iris", (3,), standardize=False, test_fraction=0.4, l1=0.001, epochs=2),
)


@pytest.mark.parametrize("names", [("open", "at"), ("run", "k")])
@pytest.mark.parametrize("experiment", RUNS, ids=lambda each: each.dataset)
def test_a_link_to_a_run_shows_it_at_its_step(experiment, names):
    """As the step-through links to it; and as the browser's Back from there finds it."""
    run, step = names
    at = visit("/playground", **{run: urlencode(experiment.to_query()), step: "3", "example": "Training run"})
    assert notes(at) == []
    assert shown(at) == experiment
    assert at.session_state["p_step"] == 3
    assert not warnings(at), "nothing is stale: every widget says what was trained"


def test_a_bad_link_to_a_run_is_told():
    at = visit("/playground", open="dataset=nowhere&hidden=4", at="x")
    assert any("nowhere" in note for note in notes(at))


def test_other_data_bring_their_usual_loss():
    at = put(playground(), p_data="Sine curve")
    assert at.session_state["p_loss"] == "MSE"
    assert at.session_state["p_rate"] == 0.1, "a step of 1 is too large for a loss without an upper limit"
    assert put(at, p_data="Circles").session_state["p_loss"] == "Log loss"


def test_a_network_that_cannot_be_is_told_and_the_usual_one_is_used():
    at = playground(p_hidden="99-99")
    assert any("Using 4" in error.value for error in at.error)
    assert shown(press(at, "one_step")).hidden == (4,)


def test_a_preset_says_what_there_is_to_see():
    preset = next(preset for preset in PRESETS if preset.helps)
    at = put(playground(), _preset=preset.title)
    assert preset_text(preset) in text(at).replace("\\", "")


def test_stopping_brings_back_what_was_there(monkeypatch: pytest.MonkeyPatch):
    at = press(playground(), "one_step")
    before = step(at)
    press(at, "train")
    assert step(at) != before
    monkeypatch.setattr(actions, "_show", lambda trained: actions.stopped())  # AppTest cannot press while a page runs
    assert step(press(checked(at.run()), "reset")) == before
