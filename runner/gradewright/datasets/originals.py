"""What the published data sets are: shapes, classes, counts, and their files' hashes."""

from __future__ import annotations

from gradewright.datasets.records import Original

DIGITS = tuple("0123456789")

ORIGINALS = {
    original.key: original
    for original in (
        Original(
            key="mnist",
            title="MNIST",
            shape=(28, 28),
            class_names=DIGITS,
            train_counts=(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
            test_counts=(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
        ),
        Original(
            key="fashion_mnist",
            title="Fashion-MNIST",
            shape=(28, 28),
            class_names=(
                "T-shirt/top",
                "trouser",
                "pullover",
                "dress",
                "coat",
                "sandal",
                "shirt",
                "sneaker",
                "bag",
                "ankle boot",
            ),
            train_counts=(6000,) * 10,
            test_counts=(1000,) * 10,
        ),
        Original(
            key="cifar10",
            title="CIFAR-10",
            shape=(32, 32, 3),
            class_names=(
                "airplane",
                "automobile",
                "bird",
                "cat",
                "deer",
                "dog",
                "frog",
                "horse",
                "ship",
                "truck",
            ),
            train_counts=(5000,) * 10,
            test_counts=(1000,) * 10,
            first_pixels=((59, 62, 63), (158, 112, 49)),
        ),
        Original(
            key="cats",
            title="cat images",
            shape=(64, 64, 3),
            class_names=("not a cat", "cat"),
            train_counts=(137, 72),
            test_counts=(17, 33),
        ),
    )
}

# What is known of the published files, for the messages about damaged ones.
FILE_FACTS = {
    "mnist.npz": (
        "11490434 bytes and sha256 731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
    ),
    "train-images-idx3-ubyte.gz": "26421880 bytes",
    "train-labels-idx1-ubyte.gz": "29515 bytes",
    "t10k-images-idx3-ubyte.gz": "4422102 bytes",
    "t10k-labels-idx1-ubyte.gz": "5148 bytes",
    "train_catvnoncat.h5": "2572022 bytes",
    "test_catvnoncat.h5": "616958 bytes",
}

# The batches are pickles, which carry no checksum of their own: these are the published ones' MD5.
BATCH_MD5 = {
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
}
