"""The sentence of every code this service refuses with."""

from flask_babel import lazy_gettext as _l

from services.common import errors

errors.speak(
    {
        "row_changed_meanwhile": _l("您打开页面后，有人保存过新内容。页面已更新，您填的内容还在，请核对后再保存。"),
        # federations
        "national_has_no_parent": _l("全国总工会没有上级。"),
        "parent_needed": _l("{code} 的上级总工会还没有建立，请先建立上级。"),
        "code_not_below_parent": _l("代码 {code} 不在 {parent} 之下，请核对行政区划代码。"),
        "parent_not_valid": _l("{name}在该日不存在，请核对起始日期。"),
        "tenant_exists": _l("代码 {code} 已有总工会，不能重复建立。"),
        "tenant_already_ended": _l("{name}已经撤销。"),
        "tenant_has_others_below": _l("{name}下面还有总工会，请先撤销或划转。"),
        "ends_before_it_begins": _l("截止日期不能早于起始日期。"),
        "ends_itself": _l("本级总工会由上级撤销。"),
        "may_not_change_tenants": _l("只有本级或上级的系统管理员可以变更总工会。"),
        # units
        "unit_kind_misplaced": _l("{kind}不能设在{parent}之下，请另选上级组织。"),
        "unit_ended": _l("{name}已撤销或并入其他组织，不能再变更或使用。"),
        "unit_into_itself": _l("不能把{name}移到或并入它自己或它的下级。"),
        "unit_already_there": _l("{name}已在该组织之下。"),
        "unit_has_others_below": _l("{name}下面还有组织，请先移走或撤销。"),
        "merge_of_two_kinds": _l("{kind}不能并入{into}，合并须是同一类组织。"),
        "may_not_change_units": _l("只有系统管理员可以变更组织。"),
        "may_not_see_units": _l("您的岗位不需要查看组织和人员。"),
        # people
        "person_ended": _l("该人员已离任，不能再变更。"),
        "person_without_username": _l("该人员没有登录名或已离任，不能设置口令。"),
        "username_taken": _l("登录名 {username} 已有人使用，请换一个。"),
        "ends_himself": _l("不能办理自己的离任，请由另一位系统管理员办理。"),
        "may_not_change_people": _l("只有系统管理员可以变更人员。"),
        "may_not_reveal_phone": _l("您的岗位不需要查看完整号码。"),
        # grants
        "may_not_grant": _l("只有权限管理员可以授予和收回岗位。"),
        "may_not_see_grants": _l("您的岗位不需要查看授权。"),
        "grants_himself": _l("不能给自己授予岗位，请由另一位权限管理员办理。"),
        "revokes_himself": _l("不能收回自己的岗位，请由另一位权限管理员办理。"),
        "grant_in_the_past": _l("起始日期不能早于今天。"),
        "role_for_whole_tenant": _l("“{role}”管全级总工会，不能只授予一个组织的范围。"),
        "role_at_a_unit": _l("“{role}”须选定所在的组织。"),
        "granted_already": _l("该人员在此期间已有“{role}”岗位，不必重复授予。"),
        "separated_duties": _l("按三员分立，“{role}”与“{held}”不能由同一人担任。"),
        "revoked_already": _l("该岗位已经收回。"),
        "security_admin_exists": _l("本级已有权限管理员，其余岗位由其授予。"),
        # calendar
        "day_gone_by": _l("{day} 已经过去，期限已按当时的安排计算，不能再改。"),
        "too_many_working_days": _l("一次最多推算 {most} 个工作日。"),
        "day_set_meanwhile": _l("您打开页面后，有人把 {day} 调整为“{title}”。页面已更新，请核对后再保存。"),
        "year_set_meanwhile": _l("您打开页面后，有人调整过 {year} 年的日子。页面已更新，请核对后再确认。"),
        "may_not_edit_calendar": _l("工作日历由省级和全国的规则管理员维护。"),
        # regulations
        "may_not_edit_regulations": _l("只有规则管理员可以编辑和发布规则。"),
        "regulation_has_faults": _l("规则有 {count} 处错误，不能发布。第 {line} 行：{says}"),
        "effective_in_the_past": _l(
            "施行日期 {day} 早于今天，请改为今天或以后；补录已施行的旧规则请勾选“补录历史版本”。"
        ),
        "effective_before_latest": _l("施行日期不能早于第 {version} 版的 {day}，请改为该日或以后。"),
        "no_such_version": _l("没有这一版规则。"),
        "nothing_to_undo": _l("这份草稿还没有改动过，没有可以撤销的保存。"),
        "draft_is_no_table": _l("草稿的文本还读不成规则，请先在文本里改正。"),
        # imports
        "import_has_faults": _l("文件有 {count} 处错误，没有导入任何一行。请按提示修改后重新上传。"),
        "no_such_person": _l("没有登录名为“{username}”的人员，请先导入人员"),
        "may_not_import": _l("组织和人员由系统管理员导入，岗位由权限管理员导入。"),
        "unknown_import_kind": _l("没有这种导入，请从组织、人员、岗位中选择。"),
        # sign-in
        "wrong_password": _l("登录名或口令不对。连续输错 5 次将暂停登录 15 分钟。"),
        "account_locked": _l("连续输错次数过多，已暂停登录，请 15 分钟后再试，或请系统管理员重设口令。"),
        "demo_only_on_loopback": _l("演示账号只能在本机登录。"),
        "password_too_weak": _l("新口令至少 12 个字符，且不能与登录名或原口令相同。"),
    }
)
