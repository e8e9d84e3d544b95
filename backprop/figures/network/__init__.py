"""The network as a diagram: units, edges, and every number known so far, without overlaps.

It provides `diagram.network_diagram`.
It may import the engine, `explain`, and the modules directly in `figures`.
"""
