"""The address under which the pages stand."""

from flask import Blueprint

blueprint = Blueprint("assessment", __name__, url_prefix="/assessment/<tenant>")
