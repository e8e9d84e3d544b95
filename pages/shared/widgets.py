"""Widgets declared once, as rows: a row has the key, the label, the allowed values and the default.

The widget, its name in the link, the short names that a link may use, and the bad values that tests try all come from
the row. The default is the value where a link does not name the widget.
A lesson lists its rows in `WIDGETS` of its `state.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.layout import prose
from pages.shared.predict import judged, posed

NOT_A_NUMBER = ("NaN", "inf", "-inf", "1e400")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """The attributes of every row.

    Attributes:
        key: the widget's name in the address bar; no other page has it.
        label: above the widget.
        help: behind the question mark.
        new_question: keys of questions whose answers are cleared when a visitor changes this widget.
        then: called after a visitor has changed the widget.
        seen_with: the values of other widgets, by key, that a link must have for this widget to be on the page; empty
            for most.
    """

    key: str
    label: str = ""
    help: str | None = None
    new_question: tuple[str, ...] = ()
    then: Callable[[], None] | None = None
    seen_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def bound(self) -> dict[str, Any]:
        """The arguments that Streamlit gets for every widget."""
        changed: dict[str, Any] = {"on_change": self._changed} if self.new_question or self.then else {}
        return {"key": self.key, "bind": "query-params", "help": self.help} | changed

    def _changed(self) -> None:
        for key in self.new_question:
            st.session_state[key] = None
        if self.then:
            self.then()

    @property
    def value(self) -> Any:
        """What the widget says now; None if it is not on the page."""
        return st.session_state.get(self.key)

    def set(self, value: Any) -> None:
        """Set the value; for callbacks."""
        st.session_state[self.key] = value

    def impossible(self) -> tuple[str, ...]:
        """Values that a link may say, but that this widget cannot have."""
        return ()

    def tell(self, value: object | None = None) -> None:
        """Keep the value in the link, even if it is the default; call before the widget is drawn.

        This is needed where the default depends on other widgets. If `value` is given, it becomes the widget's value.
        """
        if value is not None:
            st.session_state[self.key] = value
        elif self.key in st.session_state:
            st.session_state[self.key] = st.session_state[self.key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Widget):
    """One of a few options.

    Attributes:
        options: the titles that a visitor reads, by the name that code and short links use.
        usual: the name of the default; the first one if empty.
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
            place: where to draw it.
            among: the names that are possible here; all if empty.
            usual: the default, where it depends on other widgets.
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

    def impossible(self) -> tuple[str, ...]:
        known = {*self.options, *self.options.values(), *self.also}
        return tuple(value for value in ("-1", "0.123", *NOT_A_NUMBER) if value not in known)

    def name(self, title: str) -> str:
        """The name of a title."""
        return next(name for name, each in self.options.items() if each == title)

    def set(self, value: str) -> None:
        """Choose the option of a name; for callbacks."""
        st.session_state[self.key] = self.options[value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Widget):
    """A number; a whole number if its limits are.

    Attributes:
        low, high: the limits.
        usual: the default; `low` if None.
        step: of the buttons or the slider.
        look: a slider, or a box.
        format: as Streamlit's.
        bare: without its label.
        wide: pixels; None for as much as there is.
    """

    low: float
    high: float
    usual: float | None = None
    step: float | None = None
    look: Literal["slider", "box"] = "slider"
    format: str | None = None
    bare: bool = False
    wide: int | None = None

    def show(
        self,
        place: DeltaGenerator | None = None,
        high: float | None = None,
        low: float | None = None,
        usual: float | None = None,
        label: str = "",
    ) -> Any:
        """Draw it, and return the number.

        Args:
            place: where to draw it.
            high, low: the limits, where they depend on other widgets; a number beyond a limit is set to it.
            usual: the default, where it depends on other widgets.
            label: the label, where it depends on other widgets.
        """
        at = place or st
        least, most = (own if here is None else here for own, here in ((self.low, low), (self.high, high)))
        if self.value is not None and not least <= self.value <= most:
            self.tell(min(max(self.value, least), most))
        elif usual is not None:
            self.tell()
        if usual is None:
            usual = self.low if self.usual is None else self.usual
        draw: Any = at.slider if self.look == "slider" else at.number_input
        looks: dict[str, Any] = {"label_visibility": "collapsed"} if self.bare else {}
        looks |= {"width": self.wide} if self.wide else {}
        return draw(label or self.label, least, most, usual, self.step, self.format, **looks, **self.bound)

    def impossible(self) -> tuple[str, ...]:
        beyond = (self.low - (self.step or 1), self.high + (self.step or 1))
        broken = ("0",) if self.low > 0 else ()
        broken += () if isinstance(self.low, float) else ("0.5",)
        return (*(f"{value:.12g}" for value in beyond), "99999999999999999999", *broken, *NOT_A_NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Widget):
    """On or off.

    Attributes:
        usual: the default.
        look: a toggle, or a box to tick in a list of boxes.
    """

    usual: bool = False
    look: Literal["toggle", "tick"] = "toggle"

    def show(self, place: DeltaGenerator | None = None, usual: bool | None = None) -> bool:
        """Draw it, and return whether it is on.

        Args:
            place: where to draw it.
            usual: the default, where it depends on other widgets.
        """
        at = place or st
        if usual is not None:
            self.tell()
        draw: Any = at.toggle if self.look == "toggle" else at.checkbox
        return draw(self.label, self.usual if usual is None else usual, **self.bound)

    def impossible(self) -> tuple[str, ...]:
        return ("2", "maybe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Widget):
    """A text; the lesson reads it, and tells the visitor what it cannot use.

    Attributes:
        usual: the default.
        hint: shown in the box while it is empty.
        lines: whether several lines are possible.
    """

    usual: str = ""
    hint: str | None = None
    lines: bool = False

    def show(self, usual: str | None = None) -> str:
        """Draw it, and return the text.

        Args:
            usual: the default, where it depends on other widgets.
        """
        if usual is not None:
            self.tell()
        draw: Any = st.text_area if self.lines else st.text_input
        return draw(self.label, self.usual if usual is None else usual, placeholder=self.hint, **self.bound) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Widget):
    """Any number of a few options.

    Attributes:
        options: the titles that a visitor reads, by the name that code uses.
        usual: the names of the default.
    """

    options: Mapping[str, str]
    usual: tuple[str, ...] = ()

    def show(self) -> tuple[str, ...]:
        """Draw them as pills, and return the names that are chosen, in the order of the row."""
        first = [self.options[name] for name in self.usual]
        titles = st.pills(self.label, list(self.options.values()), selection_mode="multi", default=first, **self.bound)
        return tuple(name for name, title in self.options.items() if title in titles)

    def impossible(self) -> tuple[str, ...]:
        return ("-1", *NOT_A_NUMBER)

    def set(self, value: Sequence[str]) -> None:
        """Choose the options of some names; for callbacks."""
        st.session_state[self.key] = [self.options[name] for name in value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Widget):
    """A question before a result. Its words are in lesson.md: `## question …`, and `## answer …` for the reason why.

    Attributes:
        section: what follows `question` and `answer` in the headings.
        options: what can be answered.
    """

    section: str
    options: tuple[str, ...]

    def ask(self, page: str, right: str | tuple[str, ...], case: str = "", **numbers: str) -> bool:
        """Ask; return whether there is an answer.

        Args:
            page: the `__file__` of a page of the lesson.
            right: the right answer, which comes from the engine; several, if each of them is right.
            case: the last part of the reason's heading, where the reason depends on the case.
            numbers: the values for the {names} in question and reason.
        """
        said = self.pose(page, **numbers)
        if said is not None:
            self.reveal(page, said, right, case, **numbers)
        return said is not None

    def pose(self, page: str, **numbers: str) -> str | None:
        """The first half of `ask`, for answers that take a while to compute: ask, and return what is answered."""
        return posed(prose(page, f"question {self.section}", **numbers), self.options, self.key)

    def reveal(self, page: str, said: str, right: str | tuple[str, ...], case: str = "", **numbers: str) -> None:
        """The second half of `ask`: the right answer, and the reason why."""
        judged(said, right, prose(page, f"answer {self.section} {case}".strip(), **numbers))


def ask_switch(key: str) -> Switch:
    """The row of the switch that turns a page's questions off; on at first."""
    return Switch(key=key, label="Predict first", usual=True, help="Asks a question before you see what happens.")


def short_names(widgets: Sequence[Widget]) -> dict[str, Mapping[str, str]]:
    """What a link may say instead of a title: the option's name."""
    return {row.key: {**row.options, **row.also} for row in widgets if isinstance(row, Choice)}
