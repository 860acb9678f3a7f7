from p2kp_site.accounts.models.users import User

__all__ = ["User"]
