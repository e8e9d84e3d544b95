"""The playground without a browser: every button, every preset, what is stale, what is kept, and the extremes."""

from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from backprop.experiment import Experiment
from backprop.presets import PRESETS
from pages.playground.link import Trained, read, write
from tests.pages.app import notes, press, put, text, visit

SMALL = {"p_epochs": "5", "p_samples": "40"}


def playground(**said: str) -> AppTest:
    return visit("/playground", **(SMALL | said))


def step(at: AppTest) -> tuple[int, int]:
    """How many updates are shown, and how many the training has."""
    line = next(markdown.value for markdown in at.markdown if markdown.value.startswith("Step **"))
    taken, _, total = line.split(" · ")[0].removeprefix("Step ").partition(" of ")
    return int(taken.strip("*").replace(",", "")), int(total.replace(",", ""))


def warnings(at: AppTest) -> list[str]:
    return [warning.value for warning in at.warning]


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


# Presets, data, extremes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_sets_everything(preset):
    at = visit("/playground")
    at.selectbox(key="_preset").select(preset.title).run()
    at = press(at, "one_step")
    said = at.query_params["shown"]
    shown, faults = read(said if isinstance(said, str) else said[0], "")
    assert faults == []
    assert shown == Trained(preset.experiment, 1)


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
    assert step(at)[0] > 0
    line = next(markdown.value for markdown in at.markdown if markdown.value.startswith("Step **"))
    assert len(line) < 200, "numbers of any size are short"
    link = next(link for link in at.get("page_link"))
    assert "example=Training" in str(link.proto)


def test_a_bad_table_is_told_and_stays():
    at = playground(p_data="own")
    table = at.text_area(key="_data")
    table.set_value("a,b\n1,x\n2,=1+1\n3\n").run()
    (error,) = at.error
    assert "row" in error.value
    assert at.text_area(key="_data").value == "a,b\n1,x\n2,=1+1\n3\n"
    assert not at.exception


def test_predict_first():
    at = playground(p_ask="true")
    put(at, p_guess="goes down", p_goal="yes")
    press(at, "train")
    answer = next(info.value for info in at.info)
    assert "You said: the loss goes down." in answer
    assert "How this is decided" in answer


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
