"""The formats of the report: the site, the single file, the PDF."""

FILES = {"html": "index.html", "single": "nkdata-report.html", "pdf": "nkdata-report.pdf"}
