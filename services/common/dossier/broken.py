"""Why a sealed file is not believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

_SAYS: Final[dict[str, Callable[..., str]]] = {
    "not_a_dossier": lambda **_n: _("这不是封存案卷，或者文件被重新压缩过，请使用原始文件"),
    "wrong_kind": lambda **_n: _("这份封存文件的用途不对：案卷与决定文件不能互换"),
    "unknown_format": lambda **_n: _("案卷的格式版本较新，请先升级平台再核验"),
    "too_large": lambda **_n: _("案卷超过允许的大小或层数"),
    "unknown_key": lambda **_n: _("封存所用的密钥不在信任名单上，请先向封存单位索取公钥并登记"),
    "wrong_signer": lambda **_n: _("签名的单位与案卷的移送单位不一致"),
    "bad_signature": lambda **_n: _("目录与签名不符，案卷封存后被改动"),
    "changed_wrapping": lambda **_n: _("封装外层被改动，请使用原始文件"),
    "changed_file": lambda name, **_n: _("文件“%(name)s”封存后被改动", name=name),
    "missing_file": lambda name, **_n: _("缺少文件“%(name)s”", name=name),
    "extra_file": lambda name, **_n: _("多出文件“%(name)s”，封存时没有它", name=name),
    "duplicate_file": lambda name, **_n: _("文件“%(name)s”出现两次", name=name),
    "bad_path": lambda name, **_n: _("文件名“%(name)s”不合规定", name=name),
    "chain_broken": lambda **_n: _("本环节与前一环节的校验值接不上"),
    "wrong_ladder": lambda **_n: _("所附下级案卷不是移送给本单位的"),
}


@dataclass(eq=False)
class DossierBroken(Exception):
    """A sealed file that is refused.

    `code` is a key of `_SAYS`; `stage` names the stage that broke where it can be told; `name` the file;
    `within` the nested dossiers on the way down, outermost first.
    """

    code: str
    stage: str | None = None
    name: str | None = None
    within: tuple[str, ...] = ()
    title: str | None = None

    def __str__(self) -> str:
        return f"{self.code}: {'/'.join((*self.within, self.stage or ''))} {self.name or ''}".rstrip()

    @property
    def says(self) -> str:
        """One Chinese sentence: where, then what."""
        what: str = _SAYS[self.code](name=self.name)
        if self.title:
            what = _("“%(stage)s”环节：%(what)s", stage=self.title, what=what)
        for nested in reversed(self.within):
            what = _("所附下级案卷 %(nested)s 中，%(what)s", nested=nested, what=what)
        return what

    def inside(self, nested: str) -> DossierBroken:
        """The same fault, told from the dossier that holds this one."""
        return DossierBroken(self.code, self.stage or "prior", self.name, (nested, *self.within), self.title)


def not_a_dossier(**more: Any) -> DossierBroken:
    return DossierBroken("not_a_dossier", **more)
