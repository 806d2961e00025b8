"""What a first textual program would be: stock Input and DataTable, for comparison (`form` or `table ROWS`)."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Footer, Header, Input, Label


class Stock(App[None]):
    """Twelve inputs under labels, or a table."""

    def __init__(self, what: str, rows: int) -> None:
        super().__init__()
        self.what, self.rows = what, rows

    def compose(self) -> ComposeResult:
        """Header, body, footer."""
        yield Header()
        if self.what == "form":
            with VerticalScroll():
                for place in range(12):
                    yield Label(f"项目 {place + 1}")
                    yield Input(id=f"field{place}")
        else:
            yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        if self.what == "table":
            table = self.query_one(DataTable)
            table.add_columns("编号", "名称", "类别", "得分", "等次", "状态")
            for place in range(self.rows):
                table.add_row(f"{place + 1:06d}", "张一", "队员", "93.00", "优秀", "已定")
            table.focus()
        else:
            self.query_one("#field0", Input).focus()


if __name__ == "__main__":
    Stock(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0).run(mouse=False)
