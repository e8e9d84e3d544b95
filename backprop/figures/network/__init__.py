"""The network as a diagram: units, edges, and every number known so far, with none over another.

It hands out `diagram.network_diagram`.
It may import the engine, `explain`, and what stands directly in `figures`.
"""
