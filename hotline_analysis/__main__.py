"""`python -m hotline_analysis` is the same as `hotline`."""

from hotline_analysis.cli import main

main()
