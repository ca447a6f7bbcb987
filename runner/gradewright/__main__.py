"""`python -m gradewright`: the command line."""

from gradewright.cli import main

raise SystemExit(main())
