"""The closed sets of nouns: bodies that act, levels, subjects, kinds. Code knows the English, screens the Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEVELS: Final[Mapping[str, str]] = {
    "county": "县级",
    "city": "市级",
    "province": "省级",
    "national": "全国",
}

SUBJECTS: Final[Mapping[str, str]] = {
    "team": "班组、岗位",
    "person": "个人",
    "grassroots_union": "基层工会",
    "employer": "单位、企业",
    "reviewing_union": "镇乡、主管局工会",
    "federation": "总工会",
    "studio": "创新工作室",
}

BODIES: Final[Mapping[str, str]] = {
    "anyone": "任何单位和个人",
    "grassroots_union": "基层工会",
    "employers_union": "单位工会",
    "employer": "单位",
    "reviewing_union": "镇乡、主管局工会",
    "federation": "总工会",
    "competition_office": "劳动竞赛委员会办公室",
    "panel": "评审组",
    "chairmens_meeting": "主席办公会",
    "party_group": "党组会",
    "other_than_decider": "原决定人以外的人员",
    "parent": "上一级总工会",
}

# Who can be given a task: a stage by anyone else would wait for ever.
ACTING_BODIES: Final[Mapping[str, str]] = {
    body: BODIES[body]
    for body in (
        "grassroots_union",
        "employers_union",
        "employer",
        "reviewing_union",
        "federation",
        "competition_office",
        "panel",
        "chairmens_meeting",
        "party_group",
    )
}

OFFICES: Final[Mapping[str, str]] = {
    "tax": "税务部门",
    "emergency": "应急管理部门",
    "human_resources": "人力资源和社会保障部门",
    "environment": "生态环境部门",
    "market": "市场监督管理部门",
    "public_security": "公安机关",
    "discipline": "纪检监察机关",
    "health": "卫生健康部门",
    "credit": "信用主管部门",
}

SCOPES: Final[Mapping[str, str]] = {
    "front_line": "一线班组、岗位",
    "window": "窗口单位",
    "state_firm": "国有企业",
    "non_public_firm": "非公有制企业",
    "institution": "事业单位",
    "social_organisation": "新社会组织",
    "joint_home": "区域、行业联合职工之家",
    "worker": "职工",
    "leader": "单位负责人",
}

FACTS: Final[Mapping[str, str]] = {
    "contest_award": "竞赛获奖",
    "service_rendered": "技术服务",
    "satisfaction": "满意度测评",
    "past_honour": "既往荣誉",
    "union_coverage": "建会入会情况",
    "casualty": "人身伤亡事故",
    "major_quality_accident": "重大质量事故",
    "major_equipment_accident": "重大设备事故",
    "safety_accident": "生产安全责任事故",
    "environment_breach": "环境违法行为",
    "wage_arrears": "拖欠职工工资",
    "labour_dispute": "劳动关系群体性事件",
    "criminal_penalty": "刑事处罚",
    "disciplinary_penalty": "党纪政务处分",
    "false_statement": "弄虚作假",
    "dishonesty": "失信惩戒",
    "rectification_failed": "到期整改仍不合格",
    "bad_appraisal": "民主评议不合格",
    "team_dissolved": "班组撤销",
}

# What somebody must write down for an act to count.
RECORDS: Final[Mapping[str, str]] = {
    "workers_heard": "听取职工群众意见的情况",
    "reason": "理由",
    "basis": "依据",
    "minutes": "会议纪要",
    "on_site": "实地查看情况",
    "union_meeting": "工会委员会讨论情况",
    "members_vote": "会员（职工）表决情况",
    "local_publicity": "本单位公示情况",
}
