"""Makes files without end, all of them empty."""

import os


def total(x):
    made = 0
    try:
        while made < 200_000:
            os.close(os.open(f"/dev/shm/{made}", os.O_CREAT | os.O_WRONLY))
            made += 1
    except OSError as error:
        raise OSError(f"{'too many' if made > 25_000 else 'few'} were made: {error}") from None
    return float(made)


def shift(x):
    return x - x.mean()


summary = total
