"""The board and the people of the pages of programmes, for the pages of money."""

from tests.programs.admin.conftest import board, elsewhere, english, ministry, steward

__all__ = ["board", "elsewhere", "english", "ministry", "steward"]
