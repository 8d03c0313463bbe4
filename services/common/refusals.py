"""The sentences for refusals that any service can give."""

from flask_babel import lazy_gettext as _l

from services.common import errors

errors.speak(
    {
        "sign_in_needed": _l("请先登录。"),
        "no_grant_here": _l("您在该工会没有岗位，不能查看或办理。请联系本级工会的权限管理员。"),
        "not_found": _l("没有找到，可能已被移走，或不在您的职责范围内。"),
        "invalid_input": _l("有 {count} 处需要修改，请按提示改正后再提交。"),
        "version_needed": _l("请求缺少 If-Match，请先读取最新版本再修改。"),
        "idempotency_key_needed": _l("请求缺少 Idempotency-Key，请为每次提交带上唯一编号。"),
        "changed_meanwhile": _l("您打开页面后，{by}已于 {at} 保存过新内容。您填的内容还在，请核对后再保存。"),
        "may_not_see_log": _l("操作日志只供审计员查看。"),
        "duplicate_request": _l("这次提交已经受理，不必重复提交。"),
        "already_done": _l("这次提交已经办成，只是没来得及答复。请刷新页面查看，不必再交。"),
        "duplicate_running": _l("同一次提交正在办理，请稍候刷新页面。"),
        "too_many_requests": _l("操作太频繁，请 {seconds} 秒后再试。"),
        "database_away": _l("数据库暂时没有应答，请稍后再试；同一次提交不会办理两遍。"),
        "service_away": _l("相关服务暂时没有应答，内容没有改变，请稍后再试。"),
        "printing_slow": _l("文书在 {seconds} 秒内没有排成，内容没有改变。请减少篇幅后再打印，或稍后再试。"),
        "printing_failed": _l("文书没有排成，内容没有改变。请稍后再试；仍不行，请联系平台管理员。"),
        "bad_cursor": _l("翻页位置已失效，请从第一页重新查看。"),
        "bad_request": _l("请求的格式不对，请检查后再试。"),
        "too_large": _l("内容超过上限，请压缩或分次上传。"),
        "issuer_away": _l("登录服务暂时没有应答，请稍后再试。"),
        "token_invalid": _l("登录已失效，请重新登录。"),
        "rpc_not_allowed": _l("该程序无权调用此接口。"),
    }
)
