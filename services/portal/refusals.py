"""The sentences of this service's refusals."""

from flask_babel import lazy_gettext as _l

from services.common import errors

errors.speak(
    {
        "sign_in_failed": _l("登录没有完成：登录页停留过久，或已在别处用过。请重新登录。"),
        "may_not_see_figures": _l("您的岗位不查看统计。请联系本级工会的权限管理员。"),
        "mail_choice_changed": _l("您在别处改过邮件提醒的设置，请刷新页面核对后再保存。"),
    }
)
