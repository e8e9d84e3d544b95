"""What axe-core may find: only faults in Streamlit's own parts that no setting of the app can change."""

from typing import NamedTuple


class Allowed(NamedTuple):
    """One exception: `rule` inside elements that match `selector`, and why nothing can be done."""

    rule: str
    selector: str
    reason: str


NARROW_NAVIGATION = (
    "On a narrow screen Streamlit moves the navigation into the sidebar and wraps the links of a section in <div>s "
    "between <ul> and <li>. Without sections the list would be valid, but the reader would lose the grouping."
)

ALLOWED: tuple[Allowed, ...] = (
    Allowed("list", '[data-testid="stSidebarNavItems"]', NARROW_NAVIGATION),
    Allowed("listitem", '[data-testid="stSidebarNavItems"]', NARROW_NAVIGATION),
)
