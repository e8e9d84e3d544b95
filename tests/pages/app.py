"""Opens pages without a browser, and reads what they show."""

import json
from typing import Any

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Button, Dataframe, Element, Widget
from streamlit.util import calc_hash

from pages.shared.story import STORY
from pages.shared.widgets import Choice
from tests.browser.support.server import ROOT
from tests.site import KEYS

MAIN = ROOT / "pages/main.py"
ORIGIN = "http://localhost"
PAGE_OF_PATH = {f"/{lesson.path}": lesson.key for lesson in STORY}
"""The key of each page, as in `KEYS`, by path."""

BOUND = {key for keys in KEYS.values() for key in keys}

# Each AppTest looks through all installed packages for components, which takes ten times as long as a page.
NO_COMPONENTS = BidiComponentManager()

Seen = list[tuple[object, ...]]


def visit(path: str = "/backprop", theme: str = "light", **said: str | list[str]) -> AppTest:
    """Open a page as a new visitor who uses a link with the values `said`."""
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.context.update(url=ORIGIN + path, theme=theme)
    at.query_params.update(said)
    at._bidi_component_manager = NO_COMPONENTS
    # What the browser asks for; AppTest has no other way to begin on a page that is not the first.
    at._page_hash = calc_hash(path.strip("/"))
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    """The same page, which must have been built without an error."""
    assert not at.exception, [(error.message, error.stack_trace) for error in at.exception]
    assert len(at.title) == 1
    return at


def put(at: AppTest, **values: object) -> AppTest:
    """Set widgets to new values, one run for each; as in a browser, the address bar changes first."""
    for key, value in values.items():
        at.query_params.pop(key, None)
        if key in BOUND and value not in (None, ""):
            at.query_params[key] = _said(value)
        if key == "tab":  # AppTest cannot use tabs
            at.session_state[key] = value
            checked(at.run())
        else:
            widget = at.get_by_key(key)
            assert isinstance(widget, Widget)
            options = getattr(widget, "options", ())
            if type(value) in (int, float) and value not in options:  # some options are numbers as text
                value = next((text for text in (str(value), f"{value:g}") if text in options), value)
            checked(widget.set_value(value).run())
    return at


def press(at: AppTest, key: str) -> AppTest:
    """Press a button, which must not be disabled."""
    button = at.button(key=key)
    assert not button.disabled, f"{key} is disabled"
    return checked(button.click().run())


def link(at: AppTest, page: str = "step_through") -> dict[str, str]:
    """The value of every bound widget, as the address bar of a browser says it."""
    state = at.session_state.to_dict()
    return {key: _said(state[key]) for key in KEYS[page] if state.get(key) not in (None, "")}


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def notes(at: AppTest) -> list[str]:
    """The notes about a link, in Markdown."""
    bodies = [warning.value for warning in at.warning if warning.icon == ":material/link_off:"]
    return [note for body in bodies for note in body.split("\n\n")]


def moment(at: AppTest) -> tuple[int, int]:
    """Which moment is shown, and how many there are, as the page says it."""
    line = next(caption.value for caption in at.caption if caption.value.startswith("Moment "))
    words = line.split()
    return int(words[1]), int(words[3])


def diagram(at: AppTest) -> str:
    """The network diagram as JSON."""
    return next(spec for key, spec in _charts(at) if key == "diagram")


def player(at: AppTest) -> dict[str, Any]:
    """The data that the player of the film gets."""
    (node,) = (node for node in at.main if node.type == "bidi_component")
    return json.loads(node.proto.json)  # pyright: ignore[reportAttributeAccessIssue]


def let_go(at: AppTest, step: object) -> AppTest:
    """Send what the browser sends when a film is paused or its slider released; AppTest cannot use components."""
    (node,) = (node for node in at.main if node.type == "bidi_component")
    states = at._tree.get_widget_states()
    heard = states.widgets.add()
    heard.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{node.proto.id}__events"  # pyright: ignore[reportAttributeAccessIssue]
    heard.json_trigger_value = json.dumps([{"event": "step", "value": step}])
    return checked(at._run(states))


def text(at: AppTest) -> str:
    """All that can be read on the page, tables included."""
    return "\n".join(str(part) for entry in seen(at) for part in entry)


def charts(at: AppTest) -> dict[str, str]:
    """The words for each picture, by its key."""
    return {chart.key or "": chart.proto.alt for chart in at.get("plotly_chart")}  # pyright: ignore


def goes_on_to(at: AppTest, choice: Choice) -> str | None:
    """The name of the scene to which the button leads; None if there is no button."""
    onward = [button for button in at.button if button.key == "_onward"]
    if not onward:
        return None
    checked(onward[0].click().run())
    return choice.name(at.session_state[choice.key])


def seen(at: AppTest) -> Seen:
    """Everything that the page shows, in order, except the link that it offers to copy."""
    return [_entry(node) for node in (*at.main, *at.sidebar) if not _is_share_link(node)]


def share_link(at: AppTest) -> str:
    """The link that the page offers to copy."""
    return next(code.value for code in at.code if code.value.startswith(ORIGIN))


def _is_share_link(node: Any) -> bool:
    return node.type == "code" and node.value.startswith(ORIGIN)


def _charts(at: AppTest) -> list[tuple[str | None, str]]:
    return [(chart.key, _figure(chart.proto.spec)) for chart in at.get("plotly_chart")]  # pyright: ignore


def _figure(spec: str) -> str:
    figure = json.loads(spec)
    figure["layout"].pop("meta", None)  # counts clicks, and is not drawn
    return json.dumps(figure, sort_keys=True)


def _entry(node: Any) -> tuple[object, ...]:
    match node:
        case Block():
            return (node.type, getattr(node, "label", ""))
        case Dataframe():
            return (node.type, node.value.to_csv(float_format="%.17g"))
        case Element(type="plotly_chart"):
            return (node.type, node.key, _figure(node.proto.spec), node.proto.alt)
        case Element(type="bidi_component"):
            return (node.type, node.proto.json)
        case Button():  # whether it was pressed just now cannot be seen
            return (node.type, node.key, node.label, node.disabled)
        case Widget():
            options = tuple(getattr(node, "options", ()))
            return (node.type, node.key, node.label, node.disabled, options, node.value)
        case Element():
            return (node.type, getattr(node, "value", None))
    raise TypeError(f"unknown node {node!r}")
