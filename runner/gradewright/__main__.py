"""`python -m gradewright`: the command line."""

import os
import sys

if sys.path and sys.path[0] == os.getcwd():  # noqa: PTH109 - pathlib could come from that folder
    # Python looks for modules in the folder of the call first, where submissions may lie.
    del sys.path[0]

from gradewright.cli import main

raise SystemExit(main())
