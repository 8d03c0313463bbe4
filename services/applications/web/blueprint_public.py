"""The address of the public pages: nobody signs in here."""

from flask import Blueprint

blueprint = Blueprint("public", __name__, url_prefix="/applications/<tenant>/public")
