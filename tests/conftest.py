"""Every test reads English unless it asks for Chinese, keeps nothing in the cache of whoever runs it, and sees Ctrl-C."""

from __future__ import annotations

import os
import signal

os.environ["KAOHE_LANG"] = "en"
os.environ["XDG_CACHE_HOME"] = "/dev/null"

# A run in the background of a shell ignores Ctrl-C, and so would every program that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
