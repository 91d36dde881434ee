"""What a process that has a stranger's bytes in its hands lets the kernel hold it to.

Nothing of Django is imported here, nor anything else that such a process has no use for.
"""

import resource


def limit(**limits: int) -> None:
    """Never have more than this of anything again, by the names of ``RLIMIT_…``; nor than whoever started us allows.

    Best effort where a system does not know a limit, or knows it and does not let it be set (macOS and memory).
    """
    for name, wanted in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None:
            continue
        try:
            _soft, hard = resource.getrlimit(number)
            least = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(number, (least, least))
        except (ValueError, OSError):
            continue
