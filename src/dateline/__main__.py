"""``python -m dateline``: the command line, where the script is not on the path."""

from dateline.cli import main

if __name__ == "__main__":
    main()
