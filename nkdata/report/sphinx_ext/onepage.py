"""All pages as one: the chapters follow the first page at its own level, and parts that only a site needs are left out."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

SITE_ONLY_SECTIONS = {"the-pages"}
SITE_ONLY_PAGES = ("figures", "rows", "api")


def lift_chapters(app: Sphinx, doctree: nodes.document) -> None:
    """Put the chapters beside the sections of the first page, not below the last of them."""
    if app.env.docname != app.config.root_doc:
        return
    for tree in list(doctree.findall(addnodes.toctree)):
        wrapper = tree.parent
        wrapper.parent.remove(wrapper)
        next(doctree.findall(nodes.section)).append(wrapper)


def leave_out(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave out of the one page everything that would repeat, and the links to it."""
    if app.builder.name != "singlehtml":
        return
    for page in list(doctree.findall(addnodes.start_of_file)):
        if page["docname"].startswith(SITE_ONLY_PAGES):
            page.parent.remove(page)
    for section in list(doctree.findall(nodes.section)):
        if SITE_ONLY_SECTIONS & set(section["ids"]):
            section.parent.remove(section)
    for preview in list(doctree.findall(nodes.container)):
        if "nkdata-preview" in preview["classes"]:
            links = [link for link in preview.findall(nodes.reference) if link.astext().startswith("Figure")]
            preview[:] = [nodes.paragraph("", "See ", link, nodes.Text(".")) for link in links[-1:]]
    for picture in list(doctree.findall(nodes.image)):
        if isinstance(picture.parent, nodes.reference):
            picture.parent.parent.replace(picture.parent, picture)
    _rename_doubles(doctree, app.env.toc_fignumbers)
    for link in list(doctree.findall(nodes.reference)):
        page, place = _split(link)
        if page.startswith("rows-") and place:
            link["refuri"], link["classes"] = f"#{place}", [*link["classes"], "row"]
        elif page.startswith(SITE_ONLY_PAGES):
            link.parent.replace(link, link.children)


def _split(link: nodes.reference) -> tuple[str, str]:
    """Return the page and the place to which a link leads."""
    page, _, place = link.get("refuri", "").removeprefix("#document-").partition("#")
    return page, place


def _rename_doubles(doctree: nodes.document, numbers: dict[str, dict]) -> None:
    """Give a section or table with a name that an earlier chapter has too the name of its chapter as well."""
    seen, new = set(), {}
    for page in doctree.findall(addnodes.start_of_file):
        docname = page["docname"]
        for part in page.findall(nodes.Element):
            for number, name in enumerate(part["ids"]):
                if name in seen:
                    part["ids"][number] = new[docname, name] = f"in-{docname}-{name}"
                seen.add(name)
        for link in page.findall(nodes.reference):
            if (docname, link.get("refid")) in new:
                link["refid"] = new[docname, link["refid"]]
    for link in doctree.findall(nodes.reference):
        if (target := _split(link)) in new:
            link["refuri"] = f"#document-{target[0]}#{new[target]}"
    for (page, old), name in new.items():
        for numbered in numbers.get(page, {}).values():
            if old in numbered:
                numbered[name] = numbered[old]


def setup(app: Sphinx) -> None:
    """Act before Sphinx collects the contents, and after it has resolved the links."""
    app.connect("doctree-read", lift_chapters, priority=100)
    app.connect("doctree-resolved", leave_out, priority=900)
