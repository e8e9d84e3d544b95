# pyright: reportArgumentType=false
"""Links that people have saved open the same screens as on the day they were saved.

What each of them shows stands in `tests/golden/saved_links.json`. It can be written anew:

    python -m tests.pages.test_saved_links --record            everything
    python -m tests.pages.test_saved_links --record figures    the figures alone; any of FIELDS can be named

To record is a decision: from then on saved links show something else. Read the difference before it is kept.
"""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from functools import cache
from math import floor, fsum, isfinite, log10
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe, Metric

from tests.browser.support.server import ROOT
from tests.pages.app import ORIGIN, PAGE_OF_PATH, notes, visit
from tests.site import HEADINGS, KEYS

GOLDEN = ROOT / "tests/golden/saved_links.json"
FIELDS = ("title", "values", "notes", "says", "ways", "tables", "figures", "films")
"""What is kept of a screen: the values of the widgets that a link can set, what is to be read, where it leads to with a
query of its own, the tables, and the data of the figures."""

# As a browser writes them, most with the titles that the widgets show; a few with the short names that a link may say.
LINKS = {
    "home": "/?seen=35",
    "cycle by hand": "/learning-cycle?c_way=up&c_w=0.62",
    "cycle by the gradient": (
        "/learning-cycle?c_scene=2+By+the+gradient&c_step=11&c_table=true&c_fall=by+less+and+less"
    ),
    "cycle of a network": "/learning-cycle?c_scene=3+A+network&c_net=14&c_ask=false",
    "loss on data": "/loss?l_loss=Log+loss&l_w=1.5&l_b=-0.4&l_ask=false",
    "loss as curves": "/loss?l_scene=2+As+curves&l_y=1&l_z=-2.3&l_most=half-way",
    "loss of one pass": "/loss?l_scene=pass&l_loss=log_loss&l_z=1.7&l_larger=no",
    "loss, confidently wrong": (
        "/loss?l_scene=4+Confidently+wrong&l_pace=the+first+update&l_start=w+%3D+0.6%2C+b+%3D+0.9&l_rate=0.5"
        "&l_step=120&l_first=MSE"
    ),
    "loss of many classes": (
        "/loss?l_scene=5+Many+classes&l_loss=Log+loss&l_z1=-0.5&l_z2=1.4&l_z3=0.3&l_class=2&l_others=changes"
    ),
    "loss at 0 and 1": "/loss?l_scene=6+At+0+and+1&l_loss=Log+loss&l_edge=40&l_side=1&l_exact=yes",
    "descent on a curve": (
        "/gradient-descent?g_on=Curve+%C2%B7+Two+valleys&g_rate=0.25&g_w1=1.3&g_k=7&g_table=true"
        "&g_guess=jump+to+and+fro+for+ever"
    ),
    "descent on a surface": (
        "/gradient-descent?g_on=Surface+%C2%B7+Rosenbrock&g_view=3-D&g_turn=45&g_rate=0.002&g_w1=-0.7&g_w2=1.9&g_k=4"
    ),
    "descent of a network": "/gradient-descent?g_on=net_weight_and_bias&g_w1=-2&g_w2=1.5&g_rate=3&g_k=12&g_ask=false",
    "step of an example": (
        "/backprop?example=Han+%26+Kamber+3-2-1&loss=Log+loss&rate=0.3&optimizer=Adam&k=3&moment=21&biases=false"
        "&weights=w1.1.1%3D0.123456789%3Bb2.1%3D-0.25"
        "&pick=w%E2%82%81%E2%82%84+%28x%E2%82%81+%E2%86%92+h%E2%82%81%29"
    ),
    "step of one's own": (
        "/backprop?example=My+own&sizes=2-3-2&hidden=ReLU&output=softmax&init=he&seed=7"
        "&samples=1+-0.5+%3E+0+1%3B+0.25+2+%3E+1+0&sample=2&detail=Neuron&moment=9&tab=Gradients"
    ),
    "step of a published example": "/backprop?moment=6&detail=layer&tab=Published+values",
    "step of a chain": (
        "/backprop?example=Chain+of+five+layers&optimizer=Momentum&k=2&moment=40&weights=w3.1.1%3D-0.8%3Bb5.1%3D0.05"
        "&tab=Weights+by+hand"
    ),
    "step on the tape": "/backprop?example=two-neurons&rate=1.5&k=4&moment=17&tab=Tape",
    "step under the other loss": (
        "/backprop?example=One+saturated+neuron&loss=Log+loss&biases=false&k=1&moment=8&tab=The+other+loss"
    ),
    "step of a run": (
        "/backprop?example=Training+run&run=dataset%3Dmoons%26hidden%3D3-2%26activation%3Drelu%26optimizer%3Dadam"
        "%26learning_rate%3D0.05%26epochs%3D12%26samples%3D60%26seed%3D4&k=23&sample=5&detail=Layer&moment=5"
        "&tab=Training"
    ),
    "why, shared paths": "/why-backprop?w_scene=2+Shared+paths&w_width=3&w_layers=4&w_back=3&w_paths=it+is+multiplied",
    "why, more parameters": "/why-backprop?w_scene=growth&w_doubled=4+times",
    "why, which direction": (
        "/why-backprop?w_scene=5+Which+direction&w_inputs=2&w_outputs=5&w_pass=5&w_fewer=backward"
    ),
    "features, what each layer knows": "/features?f_scene=3+What+each+layer+knows&f_seed=3",
    "random labels": "/generalization?v_scene=4+Random+labels&v_data=Digits&v_run=2",
    "which factor": (
        "/vanishing-gradients?d_scene=2+Which+factor&d_activation=tanh&d_initial=own+gain&d_gain=2.5&d_depth=8&d_width=16"
        "&d_seed=4&d_layer=3&d_blame=the+slopes"
    ),
    "a patient": "/bug-clinic?b_patient=9&b_seed=2&b_rate=1&b_step=6&b_diagnosis=the+slope+is+missing",
    "a gradient check": "/bug-clinic?b_scene=2+The+gradient+check&b_patient=10&b_seed=5&b_step=3&b_ask=false",
    "ways out of minima": "/local-minima?m_shape=the+flat+ones&m_way=Momentum&m_basin=the+highest",
    "rates head to head": (
        "/learning-rates?r_data=Moons&r_samples=60&r_hidden=4&r_steps=40&r_a=0.56&r_b=42&r_step=12&r_guess=diverging"
    ),
    "rates side by side": (
        "/learning-rates?r_view=Side+by+side&r_samples=60&r_hidden=4-3&r_activation=ReLU&r_steps=40&r_seed=2&r_count=6"
        "&r_least=0.1&r_most=10&r_step=30"
    ),
    "rates, the loss against them": (
        "/learning-rates?r_view=Loss+against+%CE%B1&r_data=Sine+curve&r_loss=%C2%BD+squared&r_samples=60&r_hidden=4"
        "&r_steps=40&r_with=cosine+schedule&r_after=25"
    ),
    "rates and their bound": (
        "/learning-rates?r_view=Local+bound&r_samples=60&r_hidden=4&r_steps=40&r_loss=MSE&r_low=0.32&r_high=5.6"
    ),
    "rates as a map": (
        "/learning-rates?r_view=Maps&r_data=xor&r_samples=60&r_hidden=3&r_steps=30&r_map=initial+weights&r_least=0.1"
        "&r_most=10"
    ),
    "hyperparameters, what is tried": "/hyperparameters?h_budget=72&h_seed=3",
    "optimizers, each its best": "/optimizers?o_guess=Adam&o_steps=30&o_w1=-2&o_w2=0.5&o_step=9&o_one=Nesterov",
    "optimizers, one rate": (
        "/optimizers?o_ground=Plateau&o_rates=One+%CE%B1+for+all&o_alpha=0.42&o_mu=0.8&o_steps=25&o_step=6&o_sgd=false"
        "&o_one=RMSProp&o_ask=false"
    ),
    "optimizers of a network": (
        "/optimizers?o_ground=network&o_rates=By+hand&o_a_sgd=0.5&o_a_momentum=0.05&o_a_nesterov=0.04"
        "&o_a_adam=0.02&o_rmsprop=false&o_seed=3&o_steps=20&o_step=11&o_one=Adam&o_weight=b%E2%82%82%E2%81%BD%C2%B9%E2%81%BE&o_ask=false"
    ),
    "playground, two runs": (
        "/playground?p_data=Circles&p_noise=0.1&p_epochs=30&p_samples=80&p_rate=0.9&p_hidden=5&p_activation=ReLU"
        "&p_step=37&p_tab=Compare&shown=hidden%3D5%26activation%3Drelu%26learning_rate%3D0.9%26epochs%3D30"
        "%26samples%3D80%26updates%3D120&kept=epochs%3D30%26samples%3D80%26updates%3D120"
    ),
    "playground, a table of one's own": (
        "/playground?p_data=My+own+table&p_rate=0.1&p_epochs=20&p_hidden=3&p_target=width&p_step=12&p_surface=false"
        "&p_tab=Data&data=eNoVilEKgDAMQ_9zljBc2-mBdOhARETw-jYfSV5Czn7t78FvbOn3M9YOY6WVBmctjYFsIoRWLpA7Z3jmJIZ-kiFEbPgBwlIS"
        "ww&shown=dataset%3Down%26hidden%3D3%26learning_rate%3D0.1%26epochs%3D20%26target%3Dwidth%26table%3Dbafd67e6"
        "%26updates%3D20"
    ),
    "playground, digits": (
        "/playground?p_data=Handwritten+digits&p_test=0.3&p_hidden=6&p_activation=ReLU&p_rate=0.3&p_batch=32&p_epochs=1"
        "&p_init=he&p_step=20&p_tab=Hidden+units&p_sample=42&shown=dataset%3Ddigits%26hidden%3D6%26activation%3Drelu"
        "%26learning_rate%3D0.3%26batch_size%3D32%26epochs%3D1%26initializer%3Dhe%26test_fraction%3D0.3%26updates%3D40"
    ),
    "playground, an answer": (
        "/playground?p_data=Moons&p_samples=50&p_features=x%E2%82%81&p_features=x%E2%82%81x%E2%82%82&p_hidden=3-2"
        "&p_act2=sigmoid&p_optimizer=Nesterov&p_momentum=0.7&p_schedule=cosine&p_l2=0.001&p_clip=2&p_epochs=8&p_seed=5"
        "&p_l1=0.01&p_standardize=true&p_loss=MSE&p_ask=true&p_guess=goes+down&p_goal=no"
        "&shown=dataset%3Dmoons%26hidden%3D3-2%26activation%3Dtanh%252Csigmoid%26loss%3Dmse%26optimizer%3Dnesterov"
        "%26learning_rate%3D1%26epochs%3D8%26noise%3D0%26samples%3D50%26seed%3D5%26features%3Dx1%252Cx1%252Ax2"
        "%26schedule%3Dcosine%26momentum%3D0.7%26l1%3D0.01%26l2%3D0.001%26clip%3D2%26standardize%3Dtrue%26updates%3D24"
    ),
    "playground, a run that is opened": (
        "/playground?open=dataset%3Diris%26hidden%3D4%26learning_rate%3D0.1%26epochs%3D5%26test_fraction%3D0.3&at=17"
    ),
    "notation": "/notation",
}

_READ = {"markdown", "caption", "latex", "header", "subheader", "metric", "code", "info", "success", "warning", "error"}
_DRAWN = ("x", "y", "z")
_DIGITS = 6
_DIFFERENCE = "finite difference"

# The last digits of a finite difference are rounding errors, and those are another processor's other ones.
# Nothing else that these links show depends on it.
_NOISE = ((rf"({_DIFFERENCE} \S*?)\d{{4}}(?=[:×])", r"\1…"), (r"(agrees? to) \d+ digits?", r"\1 … digits"))

Screen = dict[str, Any]


def _path(link: str) -> str:
    return urlsplit(link).path


def open_link(link: str) -> Screen:
    """What a link shows, as JSON has it."""
    said = {key: values[0] if len(values) == 1 else values for key, values in parse_qs(urlsplit(link).query).items()}
    at = visit(_path(link), **said)
    nodes = [*at.main, *at.sidebar]
    screen = {
        "title": at.title[0].value,
        "values": _values(at, link),
        "notes": notes(at),
        "says": [line for node in nodes for line in _lines(node)],
        "ways": [
            f"/{node.proto.page}?{node.proto.query_string}"
            for node in nodes
            if node.type == "page_link" and node.proto.query_string
        ],
        "tables": [_rows(node.value) for node in nodes if isinstance(node, Dataframe)],
        "figures": {node.key: _figure(node.proto.spec) for node in nodes if node.type == "plotly_chart"},
        "films": [json.loads(node.proto.json) for node in nodes if node.type == "bidi_component"],
    }
    return json.loads(json.dumps(screen))


def _values(at: AppTest, link: str) -> dict[str, object]:
    """The value of every widget that a link can set, if the page has it."""
    state = at.session_state.to_dict()
    return {key: state[key] for key in KEYS[PAGE_OF_PATH[_path(link)]] if key in state}


def _lines(node: Any) -> list[str]:
    """A text line by line, if there is a number or a formula in it. The link that a page offers to copy is no text."""
    if node.type not in _READ:
        return []
    text = f"{node.label}: {node.value}" if isinstance(node, Metric) else str(node.value)
    tells = any(character.isnumeric() or character == "$" for character in text) or node.type in ("code", "latex")
    for noise, rest in _NOISE:
        text = re.sub(noise, rest, text, flags=re.IGNORECASE)
    return [line for line in text.splitlines() if line.strip()] if tells and not text.startswith(ORIGIN) else []


def _rows(frame: pd.DataFrame) -> list[str]:
    """A table as CSV, with no more digits than every processor finds."""
    if _DIFFERENCE in frame:
        frame = frame.assign(**{_DIFFERENCE: frame[_DIFFERENCE].map("{:.5g}".format)})
    return frame.to_csv(float_format="%.10g").splitlines()


def _figure(spec: str) -> dict[str, list[str]]:
    """The sums of all coordinates: for each trace, and for each frame.

    A few numbers say enough of data that are computed, and how a film is played is not among them.
    """
    figure = json.loads(spec)
    traces = [f"{trace.get('type', 'scatter')}: {_sums([trace])}" for trace in figure["data"]]
    return {
        "traces": _with_points(traces),
        "frames": [_sums(frame.get("data", ())) for frame in figure.get("frames") or ()],
    }


def _with_points(traces: list[str]) -> list[str]:
    """Without the traces that show nothing."""
    return [trace for trace in traces if not trace.endswith(": ")]


def _sums(traces: Iterable[Mapping[str, Any]]) -> str:
    """The sum of all numbers along each axis; an axis without any is left out."""
    found = {axis: [number for trace in traces for number in _numbers(trace.get(axis))] for axis in _DRAWN}
    return ", ".join(f"{axis} {_sum(numbers)}" for axis, numbers in found.items() if numbers)


def _numbers(value: object) -> Iterator[float]:
    """All finite numbers of an array, however deep, in a list or in the bytes that Plotly sends."""
    if isinstance(value, dict) and "bdata" in value:
        value = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
    if isinstance(value, list):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int | float) and isfinite(value):
        yield float(value)


def _sum(numbers: list[float]) -> str:
    """With as many digits as the numbers themselves deserve: where they cancel, what is left is noise."""
    size = fsum(map(abs, numbers))
    total = round(fsum(numbers), _DIGITS - 1 - floor(log10(size))) if size else 0.0
    return f"{total + 0.0:.10g}"  # no minus before 0


@cache
def golden() -> dict[str, Screen]:
    """What has been recorded, by the name of the link."""
    screens = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for screen in screens.values():
        for figure in screen["figures"].values():
            figure["traces"] = _with_points(figure["traces"])
    return screens


def _differences(before: Screen, now: Screen) -> str:
    """What has changed, field by field; empty if nothing has."""
    found = []
    for field in FIELDS:
        if before[field] != now[field]:
            old, new = (_json(screen[field]).splitlines() for screen in (before, now))
            found += [f"{field}:", *unified_diff(old, new, "recorded", "now", lineterm="", n=1)]
    return "\n".join(found)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("name", LINKS)
def test_a_saved_link_shows_what_it_showed(name: str) -> None:
    before, now = golden()[name], open_link(LINKS[name])
    # A widget that came later is not what this link is about.
    before["values"] = _as_numbers(before["values"])
    now["values"] = _as_numbers({key: value for key, value in now["values"].items() if key in before["values"]})
    if _path(LINKS[name]) == "/notation":  # nor is what has been added to the tables of the engine
        now["says"] = [line for line in now["says"] if line in before["says"] or not line.startswith(("- `", "| $"))]
    changed = _differences(before, now)
    if changed:
        pytest.fail(f"{LINKS[name]} shows something else:\n{changed}", pytrace=False)


def _as_numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of widgets; a number is one whether the widget has it as a number or as a text."""

    def read(value: Any) -> Any:
        try:
            return float(value) if isinstance(value, str) else value
        except ValueError:
            return value

    return {key: read(value) for key, value in values.items()}


def test_the_recorded_links_are_these() -> None:
    assert {name: screen["link"] for name, screen in golden().items()} == LINKS
    assert {name for name, screen in golden().items() if screen["notes"]} == set(), "a link is not understood"


def test_all_pages_that_stood_before_the_move_occur() -> None:
    before = "/ /learning-cycle /loss /gradient-descent /backprop /learning-rates /optimizers /playground /notation"
    assert {_path(link) for link in LINKS.values()} >= set(before.split())
    for name, link in LINKS.items():
        assert golden()[name]["title"] == HEADINGS[_path(link)]


@pytest.mark.parametrize("path", [path for path in HEADINGS if KEYS[PAGE_OF_PATH[path]]])
def test_every_recorded_link_says_more_than_its_page_alone(path: str) -> None:
    """A link that showed what the page shows anyway could break unnoticed."""
    alone = open_link(path)
    for name, link in LINKS.items():
        if _path(link) == path:
            screen = golden()[name]
            assert any(value != alone["values"].get(key) for key, value in screen["values"].items()), name
            assert screen["says"] != alone["says"], name


def test_no_two_recorded_links_show_the_same() -> None:
    assert len({_json([screen["says"], screen["figures"]]) for screen in golden().values()}) == len(LINKS)


def test_sums_see_through_to_the_numbers() -> None:
    """Bytes and lists are the same, what is no number is passed over, and noise is not kept."""
    sent = {"dtype": "f4", "bdata": "AACAPwAAAEAAAMB/"}  # 1, 2, NaN
    assert _sums([{"x": sent, "y": [1, 2, None]}, {"z": [[3.0], ["a"]], "x": ["b"]}]) == "x 3, y 3, z 3"
    assert _sums([{"x": [0.1, 0.2, -0.3]}, {"y": [1e6, 0.123456]}]) == "x 0, y 1000000"
    assert _figure('{"data": [{"type": "bar", "y": [1]}], "frames": [{"data": [{}, {"y": [2]}]}]}') == {
        "traces": ["bar: y 1"],
        "frames": ["y 2"],
    }


def test_only_the_noise_of_a_finite_difference_is_left_out() -> None:
    frame = pd.DataFrame({"gradient": [0.123456789012], _DIFFERENCE: [0.123456789912]})
    assert _rows(frame) == [",gradient,finite difference", "0,0.123456789,0.12346"]
    said = Caption("Finite difference −0.0302507072: agrees to 10 digits.")
    assert _lines(said) == ["Finite difference −0.030250…: agrees to … digits."]
    assert _lines(Caption("no number")) == _lines(Caption(ORIGIN + "/backprop?k=3")) == []


class Caption(NamedTuple):
    """What a page says, as far as it is looked at here."""

    value: str
    type: str = "caption"


def record(fields: Iterable[str]) -> None:
    """Write down what all links show now; of links that have been recorded before, only these fields."""
    before = golden() if GOLDEN.exists() else {}
    screens = {}
    for name, link in LINKS.items():
        now = open_link(link)
        known = before.get(name)
        if known and known["link"] == link:
            now = {field: now[field] if field in fields else known[field] for field in FIELDS}
        screens[name] = {"link": link} | now
    GOLDEN.write_text(_json(screens) + "\n", encoding="utf-8")


if __name__ == "__main__":
    flag, *chosen = sys.argv[1:] or [""]
    if flag != "--record" or not set(chosen) <= set(FIELDS):
        sys.exit(__doc__)
    record(chosen or FIELDS)
