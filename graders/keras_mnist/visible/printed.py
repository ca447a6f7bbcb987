"""What the statement prints."""

UNITS = (256, 128, 10)
PERCEPTRON = 235_146
CONVOLUTION = 1_199_882
