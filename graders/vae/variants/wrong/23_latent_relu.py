"""ReLU on the latent layers: no mean is negative and no variance below 1."""
# loses: build_encoder
# over: 09_one_step_a_function.py


def build_encoder(latent_dim=20):
    x = keras.Input((784,))
    h = keras.layers.Dense(512, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(latent_dim, activation="relu")(h), keras.layers.Dense(latent_dim, activation="relu")(h)])
