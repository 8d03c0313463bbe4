"""Words of the seal's image."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "seal_uploaded": _l("上传公章图样"),
    "seal_retired": _l("停用公章图样"),
}
