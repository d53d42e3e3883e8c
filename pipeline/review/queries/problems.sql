select
    site,
    path,
    line,
    severity,
    kind,
    detail
from core.problems
