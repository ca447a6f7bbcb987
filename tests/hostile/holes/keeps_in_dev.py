"""Leaves files in /dev, as many and as large as it likes."""


def total(x):
    written = 0
    try:
        for number in range(10):
            with open(f"/dev/kept-solution{number}", "wb") as file:
                written += file.write(bytes(7_000_000))
    except OSError as error:
        raise OSError(f"{written} bytes were written: {error}") from None
    return 0.0


shift = summary = total
