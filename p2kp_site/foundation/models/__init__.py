from p2kp_site.foundation.models.change_sets import ChangeSet

__all__ = ["ChangeSet"]
