"""Every test reads English unless it asks for Chinese, whatever the locale of the machine it runs on."""

from __future__ import annotations

import os

os.environ["KAOHE_LANG"] = "en"
