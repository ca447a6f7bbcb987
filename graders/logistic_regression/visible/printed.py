"""The inputs and values that the course prints, and what mistakes make of these inputs."""

import numpy as np

SIGMOID_OF = np.array([0, 2])
SIGMOID = [0.5, 0.88079708]

# w, b, X, Y of sections 3 and 4; as whole numbers, as they are printed, and as floats.
WHOLE = np.array([[1], [2]]), 2, np.array([[1, 2], [3, 4]]), np.array([[1, 0]])
FLOATS = np.array([[1.0], [2.0]]), 2.0, *WHOLE[2:]
SIZES = {"m": 2}
GRADS = {"dw": np.array([[0.99993216], [1.99980262]]), "db": 0.49993523062470574}
COST = 6.000064773192205
LABELS = [[1, 1]]
# The weighted sums of these inputs, and the activations there.
SUMS = np.array([[9.0, 12.0]])
ACTIVATIONS = np.array([[0.9998766054240138, 0.9999938558253978]])

# Training: 100 iterations at rate 0.009.
SETTINGS = {"num_iterations": 100, "learning_rate": 0.009}
TRAINED = {"w": np.array([[0.1124579], [0.23106775]]), "b": 1.5593049248448891}
LAST_GRADS = {"dw": np.array([[0.90158428], [1.76250842]]), "db": 0.4304620716786828}

# What mistakes give for these inputs, and their names.
_PICTURES = "It is divided by 209, as there are pictures to train on. Divide by m = 2."
_NO_BIAS = "The activations lack b: they are sigmoid of w.T X alone."
_SUM = "It is a sum: the division by m = 2 is missing."
_TWICE = "It is divided by m = 2 twice."
_SIGN = "The sign is flipped: the cost is minus the mean of the logarithms."
_NO_ZEROS = "The term (1 - y) log(1 - a) is missing, for the examples with label 0."
_NO_ONES = "The term y log(a) is missing, for the examples with label 1."
_TABLE = (
    "The labels of every example meet the activations of every other: np.dot(Y.T, …) is a table of "
    "m by m. Multiply element by element, or use np.dot(Y, ….T)."
)
_SQUARED = "It is the squared error, not the cross-entropy, which has logarithms."
_COSTS = (
    (6.170109486162941e-05, _NO_ZEROS),
    (6.000003072096739, _NO_ONES),
    (12.000129546383201, _SUM),
    (0.00012340218972325883, f"{_NO_ZEROS} {_SUM}"),
    (12.000006144193478, f"{_NO_ONES} {_SUM}"),
    (3.0000323865958003, _TWICE),
    (3.085054743081471e-05, f"{_NO_ZEROS} {_TWICE}"),
    (3.0000015360483694, f"{_NO_ONES} {_TWICE}"),
    (-6.000064773191601, _SIGN),
    (-6.170109486162941e-05, f"{_NO_ZEROS} {_SIGN}"),
    (-6.000003072096739, f"{_NO_ONES} {_SIGN}"),
    (-12.000129546383201, f"{_SUM} {_SIGN}"),
    (-3.0000323865958003, f"{_TWICE} {_SIGN}"),
    (10.500129546383201, _TABLE),
    (21.000259092766402, _TABLE),
    (5.250064773191601, _TABLE),
    (0.49999386345738395, _SQUARED),
    (0.24999693172869197, _SQUARED),
    (0.9999877269147679, _SQUARED),
    (0.057416887781737806, _PICTURES),
    (5.00047843267698, _NO_BIAS),
)
_SLOPES = {
    "dw": (
        ([[0.009568728789831624], [0.01913686717499346]], _PICTURES),
        ([[0.9994990765340973], [1.9985426274709943]], _NO_BIAS),
    ),
    "db": ((0.004784069192580917, _PICTURES), (0.4995217754684485, _NO_BIAS)),
}
_LATE = "Each is the cost after its iteration's update. Take it before."

MISTAKES = {
    "cost": [(value, "The cost is wrong.", cause) for value, cause in _COSTS],
    **{
        name: [(value, f"{name} is wrong.", cause) for value, cause in slopes]
        for name, slopes in _SLOPES.items()
    },
}
FAULTS_OF_COSTS = [(_LATE, [5.952823840401155])]
FAULTS_OF_TRAINING = [
    ("They are the ones that training started from.", {"w": FLOATS[0], "b": FLOATS[1]}),
    (
        "One update is missing: the last one, or an iteration of the loop.",
        {"w": np.array([[0.12057215560750852], [0.24693032258750247]]), "b": 1.5631790834899972},
    ),
    (
        "One iteration too many was made.",
        {"w": np.array([[0.10440664013980103], [0.21535170871642362]]), "b": 1.5554725342883116},
    ),
    (
        "They moved along the gradient. They must move against it.",
        {"w": np.array([[1.899990888752829], [3.7999732794886527]]), "b": 2.4499911953679128},
    ),
]
GRADS_AFTER = {
    "dw": np.array([[0.8945841051722629], [1.7462264510783843]]),
    "db": 0.4258211729530606,
}
