"""Pictures of a training run: loss curves, what each unit has learned, who is mistaken for whom, two runs compared.

It hands out one function a picture.
It may import the engine, `explain`, and the other rooms of `figures`.
"""
