"""Training without any framework: gradients and Adam by hand, weights set in Keras at the end."""
import keras
import numpy as np


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = np.random.standard_normal(mean.shape)
    return mean + np.exp(log_var / 2) * noise


def kl_divergence(mean, log_var, reduction="sum"):
    terms = 0.5 * (mean**2 + np.expm1(log_var) - log_var)
    return getattr(np, reduction)(terms, axis=-1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    y = np.clip(np.asarray(x_decoded, np.float64), 1e-10, 1 - 1e-10)
    return getattr(np, reduction)(-(x * np.log(y) + (1 - x) * np.log(1 - y)), axis=-1)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    both = reconstruction_loss(x, x_decoded, reduction) + kl_divergence(mean, log_var, reduction)
    return np.mean(both)


def kl_weight(latent_dim, pixels=784):
    return pixels / latent_dim


def build_encoder(latent_dim=20):
    x = keras.Input((784,))
    h = keras.layers.Dense(512, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(latent_dim)(h) for _ in range(2)])


def build_decoder(latent_dim=20):
    z = keras.Input((latent_dim,))
    h = keras.layers.Dense(512, activation="relu")(z)
    return keras.Model(z, keras.layers.Dense(784, activation="sigmoid")(h))


def step(w, x, reduction):
    """One batch: the loss and the gradient of each array of w."""
    n, latent_dim = len(x), w[2].shape[1]
    a = x @ w[0] + w[1]
    h = np.maximum(a, 0)
    mean, log_var = h @ w[2] + w[3], h @ w[4] + w[5]
    noise = np.random.standard_normal(mean.shape).astype(np.float32)
    sigma = np.exp(log_var / 2)
    z = mean + sigma * noise
    b = z @ w[6] + w[7]
    g = np.maximum(b, 0)
    y = 1 / (1 + np.exp(-(g @ w[8] + w[9])))
    rec_scale, kl_scale = (1, 1) if reduction == "sum" else (1 / 784, 1 / latent_dim)
    dy = (y - x) * np.float32(rec_scale / n)
    db = (dy @ w[8].T) * (b > 0)
    dz = db @ w[6].T
    dmean = dz + mean * np.float32(kl_scale / n)
    dlog_var = dz * noise * sigma / 2 + (sigma**2 - 1) * np.float32(kl_scale / 2 / n)
    da = (dmean @ w[2].T + dlog_var @ w[4].T) * (a > 0)
    grads = [x.T @ da, da.sum(0), h.T @ dmean, dmean.sum(0), h.T @ dlog_var, dlog_var.sum(0)]
    grads += [z.T @ db, db.sum(0), g.T @ dy, dy.sum(0)]
    return vae_loss(x, y, mean, log_var, reduction), grads


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    w = encoder.get_weights() + decoder.get_weights()
    m, v, t = [0 * a for a in w], [0 * a for a in w], 0
    losses = []
    for _ in range(epochs):
        order, total = np.random.permutation(len(x)), 0
        for start in range(0, len(x), batch_size):
            batch = x[order[start : start + batch_size]]
            loss, grads = step(w, batch, reduction)
            total, t = total + loss * len(batch), t + 1
            rate = np.float32(0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t))
            for i, grad in enumerate(grads):
                m[i] += np.float32(0.1) * (grad - m[i])
                v[i] += np.float32(0.001) * (grad**2 - v[i])
                w[i] = w[i] - rate * m[i] / (np.sqrt(v[i]) + np.float32(1e-7))
        losses.append(total / len(x))
    encoder.set_weights(w[:6])
    decoder.set_weights(w[6:])
    return {"loss": losses}


def generate(decoder, count):
    rng = np.random.default_rng()
    w1, b1, w2, b2 = decoder.get_weights()
    z = rng.standard_normal((count, len(w1)))
    logits = np.maximum(z @ w1 + b1, 0) @ w2 + b2
    return (1 / (1 + np.exp(-logits))).reshape(count, 28, 28)
