"""A decoder without sigmoid: its pixels are any numbers."""
# loses: build_decoder
# over: 09_one_step_a_function.py


def build_decoder(latent_dim=20):
    z = keras.Input((latent_dim,))
    h = keras.layers.Dense(512, activation="relu")(z)
    return keras.Model(z, keras.layers.Dense(784)(h))
