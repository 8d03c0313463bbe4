"""A county's, a city's and a province's dossier of one invented team."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.common.dossier import DossierContents, Stage, Subject, generate_key, seal

COUNTY, CITY, PROVINCE, NATION = "341122", "3411", "34", "00"
KEYS = {tenant: generate_key(tenant) for tenant in (COUNTY, CITY, PROVINCE)}
TRUSTED = {key.key_id: key.public for key in KEYS.values()}
SEALED_AT = datetime(2026, 10, 30, 9, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_county_dossier(**changes) -> DossierContents:
    contents = DossierContents(
        dossier_id="D-341122-0031",
        from_tenant=COUNTY,
        to_tenant=CITY,
        created_at=SEALED_AT,
        honour="worker_pioneer",
        subject=Subject("team", "u-77", "装配二班", "安徽皖东智能装备有限公司"),
        stages=(
            Stage("apply", "申报", {"form.json": b'{"members":18}', "evidence/安全生产证明.pdf": b"%PDF-1.7 proof"}),
            Stage("review", "审核推荐", {"opinion.json": '{"text":"同意推荐"}'.encode()}),
            Stage("assess", "考核评价", {"scores.json": b'{"total":"96.50"}'}),
        ),
        honour_record={"number": "来工先〔2025〕018 号", "conferred_on": "2025-12-19"},
        log=({"act": "submitted", "at": "2025-10-12T10:00:00+08:00"}, {"act": "conferred", "hash": "a91f"}),
    )
    return replace(contents, **changes)


def a_city_dossier(**changes) -> DossierContents:
    contents = a_county_dossier(
        dossier_id="D-3411-0007",
        from_tenant=CITY,
        to_tenant=PROVINCE,
        stages=(
            Stage("receive", "收案验封", {"receipt.json": b"{}"}),
            Stage("assess", "市级考核", {"scores.json": b"[]"}),
        ),
        prior=(seal(a_county_dossier(), KEYS[COUNTY]),),
    )
    return replace(contents, **changes)


def a_province_dossier() -> DossierContents:
    return a_county_dossier(
        dossier_id="D-34-0002",
        from_tenant=PROVINCE,
        to_tenant=NATION,
        stages=(Stage("assess", "省级考核", {"scores.json": b"{}"}),),
        prior=(seal(a_city_dossier(), KEYS[CITY]),),
    )
