"""Jobs done by the workers of a Dask cluster, of which each may die, leave or join at any time.

`desk` hands the jobs out and decides what becomes of those whose worker is gone; `dask_line` leads to the cluster;
`worker` is what runs there.
"""

from __future__ import annotations

import re


def is_address(text: str) -> bool:
    """Whether it is written as the address of a scheduler is: tcp://host:port, or tls://host:port."""
    return re.fullmatch(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):\d{1,5}", text) is not None
