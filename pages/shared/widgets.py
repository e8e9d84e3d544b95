"""Widgets declared once: a row says key, label, what is allowed, and what a link without a word means.

From the row come the widget, its place in the link, the short names that a link may use, and what tests try against it.
A lesson lists its rows in `WIDGETS` of its `state.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.layout import prose
from pages.shared.predict import prediction

NOT_A_NUMBER = ("NaN", "inf", "-inf", "1e400")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """What every row has.

    Attributes:
        key: the widget's name in the address bar; no other page has it.
        label: above the widget.
        help: behind the question mark.
        new_question: keys of questions that have another answer once this changes.
        seen_with: what a link also has to say for this widget to be on the page, by key; nothing for most.
    """

    key: str
    label: str = ""
    help: str | None = None
    new_question: tuple[str, ...] = ()
    seen_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def bound(self) -> dict[str, Any]:
        """What Streamlit is told of every widget."""
        forget: dict[str, Any] = {"on_change": _forget, "args": (self.new_question,)} if self.new_question else {}
        return {"key": self.key, "bind": "query-params", "help": self.help} | forget

    @property
    def value(self) -> Any:
        """What the widget says now; None if it is not on the page."""
        return st.session_state.get(self.key)

    def impossible(self) -> tuple[str, ...]:
        """Values that a link may say and this widget cannot have."""
        return ()

    def tell(self, value: object | None = None) -> None:
        """Let the link say the value although it is what a link without a word means; call before the widget is drawn.

        Where that meaning depends on other widgets, Streamlit has to be told. A value that is given replaces it.
        """
        if value is not None:
            st.session_state[self.key] = value
        elif self.key in st.session_state:
            st.session_state[self.key] = st.session_state[self.key]


def _forget(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state[key] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Widget):
    """One of a few.

    Attributes:
        options: what is read, by the name that code and short links use.
        usual: the name that a link without a word means; the first one if empty.
        look: segments in a row, pills, a box to open, or a slider.
        wide: pixels; None for as much as it needs.
        bare: without its label.
        also: more short names that a link may use, and their titles.
    """

    options: Mapping[str, str]
    usual: str = ""
    look: Literal["segments", "pills", "box", "slider"] = "segments"
    wide: int | None = None
    bare: bool = False
    also: Mapping[str, str] = field(default_factory=dict)

    def show(self, place: DeltaGenerator | None = None, among: Sequence[str] = (), usual: str = "") -> str:
        """Draw it, and return the name that is chosen.

        Args:
            place: where.
            among: the names that are possible here; all if empty.
            usual: as in the row, where it depends on other widgets.
        """
        at = place or st
        titles = [self.options[name] for name in among or self.options]
        first = self.options[usual or self.usual or next(iter(self.options))]
        if among and self.value is not None:  # what is possible depends on other widgets
            self.tell(None if self.value in titles else first)
        common: dict[str, Any] = self.bound | {"label_visibility": "collapsed" if self.bare else "visible"}
        wide: dict[str, Any] = {"width": self.wide} if self.wide else {}
        if self.look == "segments":
            said = at.segmented_control(self.label, titles, default=first, required=True, wrap=True, **wide, **common)
        elif self.look == "pills":
            said = at.pills(self.label, titles, default=first, required=True, **wide, **common)
        elif self.look == "box":
            said = at.selectbox(self.label, titles, titles.index(first), **wide, **common)
        else:
            said = at.select_slider(self.label, titles, first, **wide, **common)
        return self.name(said or first)

    def name(self, title: str) -> str:
        """The name of a title."""
        return next(name for name, each in self.options.items() if each == title)

    def set(self, name: str) -> None:
        """Choose; for callbacks."""
        st.session_state[self.key] = self.options[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Widget):
    """A number, whole if its ends are.

    Attributes:
        low, high: the ends.
        usual: what a link without a word means; `low` if None.
        step: of the buttons or the slider.
        look: a slider, or a box.
        format: as Streamlit's.
        bare: without its label.
    """

    low: float
    high: float
    usual: float | None = None
    step: float | None = None
    look: Literal["slider", "box"] = "slider"
    format: str | None = None
    bare: bool = False

    def show(self, place: DeltaGenerator | None = None, high: float | None = None, label: str = "") -> Any:
        """Draw it, and return the number.

        Args:
            place: where.
            high: the upper end here, where it depends on other widgets; a larger number in the link becomes it.
            label: where it has numbers in it.
        """
        at = place or st
        most = self.high if high is None else high
        if self.value is not None and self.value > most:
            self.tell(most)
        draw: Any = at.slider if self.look == "slider" else at.number_input
        usual = self.low if self.usual is None else self.usual
        hidden: dict[str, Any] = {"label_visibility": "collapsed"} if self.bare else {}
        return draw(label or self.label, self.low, most, usual, self.step, self.format, **hidden, **self.bound)

    def impossible(self) -> tuple[str, ...]:
        beyond = (self.low - (self.step or 1), self.high + (self.step or 1))
        broken = () if isinstance(self.low, float) else ("0.5",)
        return (*(f"{value:.12g}" for value in beyond), "99999999999999999999", *broken, *NOT_A_NUMBER)

    def set(self, value: float) -> None:
        """Put it to a number; for callbacks."""
        st.session_state[self.key] = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Widget):
    """On or off.

    Attributes:
        usual: what a link without a word means.
    """

    usual: bool = False

    def show(self, place: DeltaGenerator | None = None) -> bool:
        """Draw it, and return whether it is on."""
        return (place or st).toggle(self.label, self.usual, **self.bound)

    def impossible(self) -> tuple[str, ...]:
        return ("2", "maybe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Widget):
    """A question before a result. Its words are in lesson.md: `## question …`, and `## answer …` for the reason why.

    Attributes:
        section: what follows `question` and `answer` in the headings.
        options: what can be answered.
    """

    section: str
    options: tuple[str, ...]

    def ask(self, page: str, right: str | tuple[str, ...], **numbers: str) -> bool:
        """Ask; return whether there is an answer.

        Args:
            page: the `__file__` of a page of the lesson.
            right: the right answer, which comes from the engine; several, if each of them is.
            numbers: for question and reason.
        """
        question, why = (prose(page, f"{part} {self.section}", **numbers) for part in ("question", "answer"))
        return prediction(question, self.options, right, why, self.key) is not None


def ask_switch(key: str) -> Switch:
    """The row of the switch that turns a page's questions off; on at first."""
    return Switch(key=key, label="Predict first", usual=True, help="Asks a question before you see what happens.")


def short_names(widgets: Sequence[Widget]) -> dict[str, Mapping[str, str]]:
    """What a link may say instead of a title: the option's name."""
    return {row.key: {**row.options, **row.also} for row in widgets if isinstance(row, Choice)}
