"""What `kaohe help` can list besides commands: each list's name and line, without the list itself."""

from __future__ import annotations

from ..words import Text

__all__ = ["TOPICS"]

TOPICS: dict[str, Text] = {
    "vocabulary": Text("all that a scheme is written in", "编写方案的全部用语"),
    "expressions": Text("what conditions and scores are written with", "条件与得分的写法"),
    "case": Text("case files, key by key", "案例文件的各个键"),
}
