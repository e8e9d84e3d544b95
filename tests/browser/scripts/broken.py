"""A page with a fault."""

raise RuntimeError("secret detail")
