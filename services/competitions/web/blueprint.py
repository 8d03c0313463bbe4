"""The address under which the pages stand."""

from flask import Blueprint

blueprint = Blueprint("competitions", __name__, url_prefix="/competitions/<tenant>")
