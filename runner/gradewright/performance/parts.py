"""The parts of Keras that a model may be rebuilt from, by the module that Keras names them under.

Not in the lists: whatever runs code that comes with the model (Lambda), reads files or loads
other programs (TFSMLayer, TorchModuleWrapper, JaxLayer, FlaxLayer, the text look-ups).
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODELS = _names("Sequential Functional Model")

LAYERS = _names("""
    Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average
    AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional
    CategoryEncoding CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
    Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D Cropping3D Dense
    DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Flatten
    GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
    GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
    GroupNormalization GroupQueryAttention Identity InputLayer LSTM LSTMCell LayerNormalization
    LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum MultiHeadAttention
    Multiply Normalization PReLU Permute RMSNormalization RNN RandomBrightness RandomContrast
    RandomCrop RandomFlip RandomRotation RandomTranslation RandomZoom ReLU RepeatVector Rescaling
    Reshape Resizing SeparableConv1D SeparableConv2D SimpleRNN SimpleRNNCell Softmax
    SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells
    Subtract TimeDistributed UnitNormalization UpSampling1D UpSampling2D UpSampling3D
    ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """)

INITIALIZERS = _names("""
    Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer
    LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform
    TruncatedNormal VarianceScaling Zeros
    """)

LOSSES = _names("""
    BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy
    CategoricalFocalCrossentropy CategoricalHinge CosineSimilarity Dice Hinge Huber KLDivergence
    LogCosh MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
    MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge Tversky
    """)

METRICS = _names("""
    AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy
    CategoricalCrossentropy CategoricalHinge CosineSimilarity F1Score FBetaScore FalseNegatives
    FalsePositives Hinge IoU KLDivergence LogCoshError Mean MeanAbsoluteError
    MeanAbsolutePercentageError MeanIoU MeanSquaredError MeanSquaredLogarithmicError OneHotIoU
    OneHotMeanIoU Poisson Precision PrecisionAtRecall R2Score Recall RecallAtPrecision
    RootMeanSquaredError SensitivityAtSpecificity SparseCategoricalAccuracy
    SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SpecificityAtSensitivity
    SquaredHinge Sum TopKCategoricalAccuracy TrueNegatives TruePositives
    """)

OPTIMIZERS = _names("""
    Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam
    RMSprop SGD
    """)

SCHEDULES = _names("""
    CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay PiecewiseConstantDecay
    PolynomialDecay
    """)

# Arithmetic on tensors between the layers of a functional model.
ARRAY_OPERATIONS = _names("""
    Absolute Abs Add Amax Amin Any All Argmax Argmin Average BroadcastTo Ceil Clip Concatenate Cos
    Cosh Cumsum Divide Dot Equal Einsum Exp ExpandDims Expm1 Flip Floor FloorDivide GetItem
    Greater GreaterEqual Less LessEqual Log Log10 Log1p Log2 LogicalAnd LogicalNot LogicalOr
    Logaddexp Matmul Max Maximum Mean Min Minimum Mod Moveaxis Multiply Negative NotEqual OnesLike
    Pad Power Prod Ravel Reciprocal Repeat Reshape Round Sign Sin Sinh Split Sqrt Square Squeeze
    Stack Std Subtract Sum Swapaxes Take Tan Tanh Tensordot Tile Transpose TrueDivide Var Where
    ZerosLike
    """)

NETWORK_OPERATIONS = _names("""
    AveragePool BatchNorm Celu Conv ConvTranspose DepthwiseConv Elu Gelu Glu HardSigmoid HardSilu
    HardTanh LayerNorm LeakyRelu LogSigmoid LogSoftmax MaxPool Moments Normalize OneHot Relu Relu6
    Selu SeparableConv Sigmoid Silu Softmax Softplus Softsign TanhShrink
    """)

# Functions that settings name: activations, losses, metrics.
ACTIVATIONS = _names("""
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
    leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink
    softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh
    tanh_shrink threshold
    """)

FUNCTIONS = ACTIVATIONS | _names("""
    binary_accuracy binary_crossentropy binary_focal_crossentropy categorical_accuracy
    categorical_crossentropy categorical_focal_crossentropy categorical_hinge cosine_similarity
    dice hinge huber kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error
    mean_squared_error mean_squared_logarithmic_error poisson sparse_categorical_accuracy
    sparse_categorical_crossentropy sparse_top_k_categorical_accuracy squared_hinge
    top_k_categorical_accuracy tversky
    """)

# With some backends Keras names an optimizer by the backend's own module.
_OF_A_BACKEND = re.compile(r"keras\.src\.backend\.(?:jax|tensorflow|torch)\.optimizers\.\w+")


def public_module(module: object) -> object:
    """Return the module that Keras documents an optimizer under, any other module as it is."""
    known = type(module) is str and _OF_A_BACKEND.fullmatch(module)
    return "keras.optimizers" if known else module


MODEL_PARTS: Mapping[str, frozenset[str]] = {
    "keras": MODELS | _names("DTypePolicy FloatDTypePolicy"),
    "keras.models": MODELS,
    "keras.src.models.functional": _names("Functional"),
    "keras.src.models.sequential": _names("Sequential"),
    "keras.dtype_policies": _names("DTypePolicy FloatDTypePolicy"),
    "keras.layers": LAYERS,
    "keras.initializers": INITIALIZERS,
    "keras.regularizers": _names("L1 L1L2 L2 OrthogonalRegularizer"),
    "keras.constraints": _names("MaxNorm MinMaxNorm NonNeg UnitNorm"),
    "keras.src.ops.numpy": ARRAY_OPERATIONS,
    "keras.src.ops.nn": NETWORK_OPERATIONS,
    "keras.src.ops.math": _names("Erf Logsumexp Rsqrt"),
    "keras.src.ops.core": _names("Cast StopGradient"),
}

COMPILE_PARTS: Mapping[str, frozenset[str]] = {
    "keras": _names("DTypePolicy FloatDTypePolicy"),
    "keras.dtype_policies": _names("DTypePolicy FloatDTypePolicy"),
    "keras.losses": LOSSES,
    "keras.metrics": METRICS,
    "keras.optimizers": OPTIMIZERS,
    "keras.optimizers.schedules": SCHEDULES,
}
