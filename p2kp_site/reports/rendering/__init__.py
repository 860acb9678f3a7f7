"""Documents as files: one call, whatever the format."""

import json

from p2kp_site.foundation.summaries import Document
from p2kp_site.foundation.summary_json import as_json
from p2kp_site.reports.rendering.pages import standing_alone
from p2kp_site.reports.rendering.paper import as_pdf
from p2kp_site.reports.rendering.workbooks import as_xlsx

__all__ = ["render"]


def render(document: Document, format_: str, *, link: str) -> bytes:
    """The file of a document; `link` leads to today's figures and stands in it."""
    match format_:
        case "html":
            return standing_alone(document, link).encode()
        case "pdf":
            return as_pdf(document, link)
        case "xlsx":
            return as_xlsx(document, link)
        case "json":
            kept = {**as_json(document), "link": link}
            return json.dumps(kept, ensure_ascii=False, indent=1).encode()
    raise ValueError(format_)
