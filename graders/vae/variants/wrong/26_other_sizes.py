"""Hidden layers of 256 units, and 20 latent dimensions whatever is asked for."""
# loses: build_encoder, build_decoder
# over: 09_one_step_a_function.py


def build_encoder(latent_dim=20):
    x = keras.Input((784,))
    h = keras.layers.Dense(256, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(20)(h), keras.layers.Dense(20)(h)])


def build_decoder(latent_dim=20):
    z = keras.Input((20,))
    h = keras.layers.Dense(256, activation="relu")(z)
    return keras.Model(z, keras.layers.Dense(784, activation="sigmoid")(h))
