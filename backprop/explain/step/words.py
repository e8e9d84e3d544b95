"""The sentences that explain why, one for each kind of moment."""

ACTIVATION = {
    "identity": "The identity changes nothing: the unit is linear.",
    "sigmoid": "The sigmoid squeezes any number into the range from 0 to 1.",
    "tanh": "Tanh squeezes any number into the range from −1 to 1.",
    "relu": "ReLU lets positive numbers through and stops negative ones.",
    "leaky_relu": "Leaky ReLU lets positive numbers through and only a trickle of negative ones.",
    "softplus": "Softplus is a ReLU without its corner: about 0 for negative numbers, about z for positive ones.",
    "softmax": "Softmax turns the scores of all outputs into shares that add up to 1.",
}
SLOPE = {
    "identity": "The slope of the identity is 1 everywhere.",
    "sigmoid": "The slope of the sigmoid is at most ¼, and close to 0 where the unit is saturated.",
    "tanh": "The slope of tanh is at most 1, and close to 0 where the unit is saturated.",
    "relu": "The slope of ReLU is 1 right of zero and 0 elsewhere: a stopped unit passes no blame on.",
    "leaky_relu": "The slope is 1 right of zero and small elsewhere: a little blame always gets through.",
    "softplus": "The slope of softplus is the sigmoid: it rises from 0 to 1 and is never quite 0.",
    "softmax": "How the output answers to its own score. It answers to the other scores too.",
}
DIVIDED_OUT = " The powers are too large to write down, so e to the largest score is divided out above and below."
PRODUCT = "An input counts as much as its weight says."
WEIGHTED_SUM = "Add up the weighted inputs, then the bias."
PENALTY_APART = " The penalty on the weights, {}, is no part of L: it acts in the update."
FROM_Z = {
    "sigmoid": " Here ŷ is too close to 0 or 1, so it is written with z: 1/ŷ is 1 + e⁻ᶻ, and 1/(1 − ŷ) is 1 + eᶻ.",
    "softmax": " Here ŷ is too close to 0, so it is written with z: 1/ŷ is the sum of e to each score minus its own.",
}
DA_OUTPUT = "How the loss changes when this prediction changes. Here the backward pass begins."
DA_BEYOND = "The true value is too large for a computer to hold. The error signal is not: it is computed from z."
DA_HIDDEN = "Every unit that this one feeds hands back its share of the blame. Add up the shares."
SHARE = "Blame travels back along the same weight that carried the signal forward."
DELTA = "Chain rule: what comes from the loss, times the unit's own slope."
DELTA_LOGITS = "Slope and derivative cancel to prediction minus target, so it is computed straight from z."
DELTA_SOFTMAX = "Every output of a softmax depends on every score, so the derivatives by all outputs add up."
GRADIENT_WEIGHT = "Three factors: what comes from the loss, the local slope, and the input that the weight scales."
GRADIENT_DELTA = "The error signal of the unit, times the input that the weight scales."
GRADIENT_BIAS = "A bias is a weight on the constant input 1, so its gradient is the error signal itself."
BATCH = " The gradient of the mean loss adds up over the samples of the batch."
STOP = "The inputs are data. There is nothing before them to train, so nobody asks for ∂L/∂x."
PENALTY = " The penalty pulls every weight towards 0; biases have none."
CLIP = " A gradient whose length N, over all parameters, is above the limit C is scaled down to it."
FROZEN = "These parameters are frozen: their gradients are known, but they keep their values."
DONE = "All gradients were computed first, then all parameters were updated. The next step starts from here."
