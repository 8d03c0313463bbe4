"""Awards of contests as the API gives them."""

from pydantic import BaseModel, Field


class AwardOut(BaseModel):
    """An award of the subject that the platform holds."""

    award_id: str
    contest: str
    level: str
    trade: str
    title: str
    place: int = Field(description="0 为按分数段授奖")
    number: str = Field(description="证书编号")
    made_on: str
    person: str
    says: str
    is_taken: bool
    is_withdrawn: bool


class AwardsOut(BaseModel):
    rows: list[AwardOut]
