"""Only the kernels are there."""
# loses: solve_dual, primal_weights, intercept, predict, solve_primal, hinge_loss, keras_svm
# over: 11_tidy_notebook.ipynb
# without: factor, solve_dual, primal_weights, _interval, intercept, predict, solve_primal, hinge_loss, keras_svm
