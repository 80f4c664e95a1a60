"""The encoder that ships: where its folder is. Its card stands beside this file.

It must not load the model: settings and help name it too.
Read next: `index/encoder.py`, which loads it.
"""

from pathlib import Path
from typing import Final

SHIPPED_MODEL: Final = Path(__file__).parent
