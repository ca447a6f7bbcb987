"""Writes HTML and scripts into exceptions, kinds, keys, names and the code itself."""

# </code></pre><script>alert("code")</script>
EVIL = (
    "</code><img src=x onerror=alert(1)><script>alert(2)</script>\"'><a href='javascript:alert(3)'>"
)


def total(x):
    """</pre><script>alert("docstring")</script> & <style>*{display:none}</style>"""
    kind = type(EVIL, (Exception,), {})
    raise kind(EVIL + "`" + EVIL + "`")


def shift(x):
    print(EVIL)
    return type(EVIL, (), {"__str__": lambda self: EVIL})()


def summary(x):
    return {EVIL: EVIL, "n": EVIL}
