"""Links as nobody should write them, and somebody will: always the same ones."""

from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from tests.site import KEYS, PATHS, ROWS

SCRIPT = "<script>alert(1)</script>"
IMAGE = "![x](https://evil.example/x.png)"

# No widget knows any of these: as its value, each is a mistake that a note has to name.
NONSENSE = (
    "nonsense",
    "NaN",
    "inf",
    "-inf",
    "1e400",
    "-1e400",
    "0x10",
    "½",
    "null",
    "None",
    "undefined",
    "[object Object]",
    "{}",
    "[]",
    "()",
    "🦊🧮",
    "\u202eolleh",  # right to left
    "\u200b\u200e\u200f",  # no width at all
    "a\u0301\u0302\u0303" * 20,
    "\x00",
    "\x1b[31m",
    "a\nb\r\nc\u2028d",
    SCRIPT,
    "<img src=x onerror=alert(1)>",
    "<b>bold</b>",
    IMAGE,
    "[click](javascript:alert(1))",
    "**bold** _it_ `code` # head $x^2$ :red[ink] ~~no~~",
    ":material/delete:",
    "$$\\frac{1}{0}$$",
    "\\textcolor{red}{x}",
    "' OR 1=1; DROP TABLE students;--",
    "../../../../etc/passwd",
    "%2e%2e%2f",
    "file:///etc/passwd",
    "https://evil.example/",
    "{0.__class__}",
    "%s%n%x",
    "__import__('os').system('id')",
    "x" * 5_000,
    "9" * 400,
    "=cmd|' /C calc'!A0",
)
WRONG_NUMBERS: dict[str, tuple[str, ...]] = {
    **{key: row.impossible() for key, (_, row) in ROWS.items() if row.impossible()},
    "k": (*ROWS["k"][1].impossible(), "10001", "1e9", "-0.1"),
    "moment": ("0", "-1", "1.5", "59", "99999999999999999999", "1e1", "NaN", "inf"),
    "sample": ("0", "-1", "5", "1.5", "1e9", "NaN", "inf"),
    "p_step": (*ROWS["p_step"][1].impossible(), "1"),
    "o_step": (*ROWS["o_step"][1].impossible(), "51"),
    "r_step": (*ROWS["r_step"][1].impossible(), "11"),
    "r_after": (*ROWS["r_after"][1].impossible(), "11"),
    "r_most": (*ROWS["r_most"][1].impossible(), "0.01", "0.001"),
    "biases": ("2", "-1", "yes", "truefalse", "0.0"),
}
LAYERS = tuple(f"p_act{layer}" for layer in range(1, 7))
"""Keys that mean something only with several hidden layers."""
WRONG_TEXTS = {
    **dict.fromkeys(LAYERS, ("softmax", "RELU", "relu,tanh", "as above", "1")),
    "r_hidden": ("-", "4--2", "0-4", "17", "4-x", "4-4-4-4-4", "9" * 400, "[x](y)"),
    "p_hidden": ("-", "4--2", "0-4", "4-65", "4-x", "1e1", "２-1", "-".join(["4"] * 7), "9" * 400, "4;2"),
    "weights": (
        "w1.1.1",
        "w1.1.1=",
        "=5",
        "w=5",
        "w1.1.1=NaN",
        "w1.1.1=inf",
        "w1.1.1=1e400",
        "w1.1.1=1e7",
        "w1.1.1=0x1",
        "w1.1.1=1=2",
        "w1.1.1=1,5",
        "w9.9.9=1",
        "w0.0.0=1",
        "w-1.1.1=1",
        "w1.1=1",
        "b1=1",
        "b9.9=1",
        "w1.1.1.1=1",
        "w１.1.1=1",
        "w1.1.1=1;w1.2.1",
        "w999999999999999999999.1.1=1",
        "w1.1.1=" + "9" * 400,
        ";" * 3_000 + "x",
    ),
    "sizes": (
        "2",
        "-",
        "2--1",
        "2-0-1",
        "0-1",
        "2-17-1",
        "2-3-1-",
        "2.5-1",
        "1e1-1",
        "２-1",
        "999999999-1",
        "2-1-1-1-1-1-1-1-1",
        "-".join(["2"] * 500),
        "two-one",
        "2-3-1;",
    ),
    "samples": (
        ">",
        "0 0",
        "0 0 >",
        "> 1",
        "0 > 0",
        "0 0 > 0 1",
        "0 0 0 > 1",
        "0 0 > x",
        "NaN 0 > 1",
        "0 inf > 1",
        "1e400 0 > 1",
        "1e7 0 > 1",
        "0 0 > 0 > 1",
        "0 0 > 0;0",
        "; ".join(["0 0 > 0"] * 33),
    ),
}
CURIOUS = ("1_000", "１２", "٣", " 3 ", "+3", "3.", "3e0", "TRUE", "-0")
"""Values that some widgets know and others do not."""


class Link(NamedTuple):
    """A hostile link.

    Attributes:
        path: the page.
        said: the parameters; a list where one is repeated.
        bad: keys whose values no widget can show, so that a note is due for each.
    """

    path: str
    said: dict[str, str | list[str]]
    bad: tuple[str, ...] = ()

    def query(self) -> str:
        return urlencode(self.said, doseq=True)


def single() -> list[Link]:
    """About a thousand links, each with one value that is odd."""
    return [*_wrong_values(), *_repeated_and_empty()]


def together(links: list[Link], most: int = 12) -> list[Link]:
    """The same values in fewer links: what is said of different widgets of one view stands in one.

    Args:
        links: each with one odd value, the last that it says.
        most: odd values in one link.
    """
    found: list[Link] = []
    for link in links:
        *view, odd = link.said
        for place, other in enumerate(found):
            around = dict(list(other.said.items())[: len(view)])
            if (
                (link.path, {key: link.said[key] for key in view}) == (other.path, around)
                and not {odd, *view} & {*other.said} - {*view}
                and len(other.said) < len(view) + most
            ):
                found[place] = Link(link.path, other.said | link.said, other.bad + link.bad)
                break
        else:
            found.append(link)
    return found


def several() -> list[Link]:
    """Links that say several things at once, or what belongs to no widget."""
    return [*_unknown_keys(), *_contradictions(), *_trainings()]


VIEWS: dict[str, dict[str, str | list[str]]] = {
    "learning_rates": {"r_samples": "20", "r_steps": "10", "r_hidden": "2"},
    "step_through": {"tab": "Chosen weight"},
}
"""What makes a page do no more than it must; the contradictions open the rest."""


def _link(key: str, value: str, bad: bool = True) -> Link:
    page, row = ROWS[key]
    return Link(PATHS[page], {**VIEWS.get(page, {}), **row.seen_with, key: value}, (key,) if bad else ())


def _wrong_values() -> list[Link]:
    random = Random(1)
    keys = [key for keys in KEYS.values() for key in keys]
    found = [_link(key, value) for table in (WRONG_NUMBERS, WRONG_TEXTS) for key in table for value in table[key]]
    for index, value in enumerate(NONSENSE):  # each key meets some, each nonsense meets two keys
        found += [_link(keys[index % len(keys)], value), _link(random.choice(keys), value)]
    return list({str(link): link for link in found}.values())


def _repeated_and_empty() -> list[Link]:
    keys = [key for keys in KEYS.values() for key in keys]
    repeated = [Link(_link(key, "").path, {key: ["1", SCRIPT, "1"]}) for key in keys]
    curious = [
        _link(key, CURIOUS[(place + turn) % len(CURIOUS)], bad=False)
        for place, key in enumerate(WRONG_NUMBERS)
        for turn in (0, 4)
    ]
    return [*repeated, *curious, *(_link(key, "", bad=False) for key in keys)]


def _unknown_keys() -> list[Link]:
    names = ("step", "embed", "embed_options", "__proto__", "constructor", "_page", "_clicks", "diagram", "", SCRIPT)
    paths = ("/", "/backprop", "/notation", "/playground")
    return [Link(paths[index % len(paths)], {name: IMAGE}) for index, name in enumerate(names)]


def _contradictions() -> list[Link]:
    """Values that are right by themselves and wrong together, with nonsense among them."""
    random = Random(2)
    values = {
        "run": ("", "dataset=iris&hidden=3&epochs=2", "dataset=sine&hidden=none&learning_rate=1e6&epochs=3"),
        "example": ("mazur", "run", "own", "own", "own", "linear-neuron", "five-layer-chain", "han-kamber"),
        "loss": ("mse", "log_loss", "cross_entropy", "MSE", "Log loss", "Cross-entropy"),
        "rate": ("1e-6", "1000000", "0.5"),
        "optimizer": ("sgd", "Adam", "rmsprop", "nesterov"),
        "biases": ("true", "false"),
        "k": ("0", "1", "49", "50", "51", "200"),
        "sample": ("1", "2", "4", "32"),
        "detail": ("phase", "Layer", "neuron", "Operation"),
        "moment": ("1", "4", "58", "300"),
        "pick": ("w₅ (h₁ → ŷ₁)", "w₁", "b₁ (1 → ŷ)", "w1.1.1"),
        "tab": ("Tape", "Published values", "The other loss", "Training", "Weights by hand", "Chosen weight"),
        "weights": ("w1.1.1=0.5", "w2.1.1=1000000", "b1.1=-1e6", "w3.1.1=1"),
        "sizes": ("1-1", "2-1", "2-3-1", "8-8-3", "2-2-2-2-2-2-2-2"),
        "hidden": ("relu", "sigmoid", "softmax", "identity"),
        "output": ("softmax", "tanh", "identity", "sigmoid"),
        "init": ("zeros", "he", "all-equal"),
        "seed": ("0", "999999"),
        "samples": ("1 > 1", "0 0 > 0", "0 0 > -5", "1 1 > 0 1 0", "1e6 -1e6 > 1000000"),
    }
    found = []
    for _ in range(60):
        keys = random.sample(list(values), random.randint(3, 9))
        said: dict[str, str | list[str]] = {key: random.choice(values[key]) for key in keys}
        if random.random() < 0.3:
            said[random.choice(keys)] = random.choice(NONSENSE)
        found.append(Link("/backprop", said))
    return found


def _trainings() -> list[Link]:
    """What the playground's link says beside its widgets: trainings and tables that nobody has made."""
    random = Random(3)
    small = "hidden=2&epochs=2&samples=20&updates=2"
    broken = (
        "updates=",
        "updates=-1",
        "updates=1e9",
        "updates=999999999999",
        f"dataset=nonsense&{small}",
        f"dataset=sine&loss=log_loss&{small}",
        f"learning_rate=NaN&{small}",
        "hidden=999&epochs=2&samples=20&updates=2",
        f"{SCRIPT}={SCRIPT}&{small}",
        f"dataset=own&table=00000000&{small}",
        f"dataset=own&target=nobody&{small}",
        f"activation=relu,tanh&{small}",
    )
    found = [Link("/playground", {name: said}, (name,)) for name in ("shown", "kept") for said in broken]
    found += [Link("/playground", {random.choice(("shown", "kept")): value}) for value in NONSENSE]
    found += [Link("/playground", {"p_data": "own", "data": value}, ("data",)) for value in NONSENSE[::4]]
    values = {
        "p_data": ("and", "circles", "blobs-4", "sine", "iris", "own"),
        "p_features": ("x₁", "x₁x₂", "sin(πx₁)"),
        "p_hidden": ("none", "1", "8-8", "2-2-2-2-2-2"),
        "p_activation": ("relu", "identity", "sigmoid"),
        "p_act1": ("ReLU", "As above", "softmax"),
        "p_act6": ("sigmoid", "tanh"),
        "p_loss": ("mse", "half_sse", "log_loss", "cross_entropy"),
        "p_optimizer": ("sgd", "nesterov", "adam"),
        "p_rate": ("1e-6", "1000000", "30"),
        "p_batch": ("1", "2000"),
        "p_epochs": ("1", "3"),
        "p_samples": ("10", "50"),
        "p_noise": ("0", "0.3"),
        "p_test": ("0", "0.8"),
        "p_init": ("zeros", "normal"),
        "p_l1": ("0", "10"),
        "p_clip": ("0", "1e-3"),
        "p_tab": ("Results", "Hidden units", "Compare", "Data"),
        "p_step": ("0", "5", "100"),
        "shown": (
            small,
            f"dataset=own&{small}",
            f"dataset=iris&{small}",
            f"dataset=sine&learning_rate=1e5&activation=relu&{small}",
        ),
        "kept": (small, f"dataset=blobs-3&{small}"),
    }
    for _ in range(40):
        keys = random.sample(list(values), random.randint(3, 9))
        found.append(Link("/playground", {key: random.choice(values[key]) for key in keys}))
    return found
