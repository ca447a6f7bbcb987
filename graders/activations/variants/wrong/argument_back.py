"""Every function returns its argument."""
# loses: squash, rectify, softmax, derivatives, jacobian, which
# over: reference


def echo(x, *more, **named):
    return x


sigmoid = echo
tanh = echo
relu = echo
leaky_relu = echo
elu = echo
softmax = echo
sigmoid_derivative = echo
tanh_derivative = echo
relu_derivative = echo
leaky_relu_derivative = echo
elu_derivative = echo
softmax_jacobian = echo
name_curve = echo
