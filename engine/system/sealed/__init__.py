"""A folder's files encrypted at rest: AES-256-GCM under a key that a passphrase opens. Knows no model, and no torch.

Protects what lies on the disk of a machine that is off, lost or copied; not what a running process has in its memory,
and not what an SSD still holds of files that were deleted.
"""

from engine.system.sealed.folder import finish, is_sealed, seal, unseal
from engine.system.sealed.opened import OpenedFolder, open_sealed

__all__ = ["OpenedFolder", "finish", "is_sealed", "open_sealed", "seal", "unseal"]
