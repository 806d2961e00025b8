"""Why the system refused, in both languages."""

from __future__ import annotations

import errno

from .words import Text

__all__ = ["why_of"]

_WHY = {
    errno.ENOENT: Text("there is no such file", "没有这个文件"),
    errno.EACCES: Text("no permission", "没有权限"),
    errno.EPERM: Text("no permission", "没有权限"),
    errno.EEXIST: Text("it exists already, and nothing is overwritten", "已存在；不会覆盖"),
    errno.ENOTDIR: Text("a part of the path is no folder", "路径中有一段不是文件夹"),
    errno.EISDIR: Text("it is a folder", "这是文件夹"),
    errno.ELOOP: Text("its links lead in a circle", "链接成环"),
    errno.ENAMETOOLONG: Text("the name is too long", "名称过长"),
    errno.ENOSPC: Text("the disk is full", "磁盘已满"),
    errno.EDQUOT: Text("the quota of the disk is used up", "磁盘配额已用完"),
    errno.EFBIG: Text("it would grow larger than is allowed", "超过允许的文件大小"),
    errno.EROFS: Text("the disk is read-only", "磁盘只读"),
    errno.EIO: Text("the disk does not answer", "磁盘读写错误"),
    errno.EINVAL: Text("it is no regular file, or no name for one", "不是普通文件，或名称无效"),
    errno.EAGAIN: Text("it has nothing to give now", "目前没有内容"),
    errno.EBADF: Text("it is closed", "已关闭"),
    errno.EMFILE: Text("too many files are open", "打开的文件过多"),
    errno.ENFILE: Text("too many files are open", "打开的文件过多"),
    errno.ENOMEM: Text("there is not enough memory", "内存不足"),
}
_NAME = Text("its name cannot be one", "名称无效")


def why_of(error: Exception) -> Text:
    """The reason of an OSError; of any other error, which the system makes of a path, that it is no name."""
    if not isinstance(error, OSError):
        return _NAME
    number = error.errno or 0
    other = error.strerror or type(error).__name__
    return _WHY.get(number) or Text(other, f"系统错误 {number}（{other}）")
