"""The frozen program starts here."""

import multiprocessing
import sys

from pos_app.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
