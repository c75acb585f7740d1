"""All pages as one: the chapters follow the first page as its equals, and what only a site needs is left out."""

from docutils import nodes
from sphinx import addnodes

SITE_ONLY_SECTIONS = ("the-pages",)
SITE_ONLY_PAGES = ("figures", "rows")


def lift_chapters(app, doctree):
    """Put the chapters beside the sections of the first page, not below the last of them."""
    if app.env.docname != app.config.root_doc:
        return
    for tree in list(doctree.findall(addnodes.toctree)):
        wrapper = tree.parent
        wrapper.parent.remove(wrapper)
        next(doctree.findall(nodes.section)).append(wrapper)


def leave_out(app, doctree, docname):
    """Leave out of the one page what repeats there, and the links to it."""
    if app.builder.name != "singlehtml":
        return
    for page in list(doctree.findall(addnodes.start_of_file)):
        if page["docname"].startswith(SITE_ONLY_PAGES):
            page.parent.remove(page)
    for section in list(doctree.findall(nodes.section)):
        if set(section["ids"]) & set(SITE_ONLY_SECTIONS):
            section.parent.remove(section)
    for preview in list(doctree.findall(nodes.container)):
        if "nkdata-preview" in preview["classes"]:
            links = [link for link in preview.findall(nodes.reference) if link.astext().startswith("Figure")]
            preview[:] = [nodes.paragraph("", "See ", link, nodes.Text(".")) for link in links[-1:]]
    for picture in list(doctree.findall(nodes.image)):
        if isinstance(picture.parent, nodes.reference):
            picture.parent.parent.replace(picture.parent, picture)
    _name_apart(doctree, app.env.toc_fignumbers)
    for link in list(doctree.findall(nodes.reference)):
        page, _, place = link.get("refuri", "").removeprefix("#document-").partition("#")
        if page.startswith("rows-") and place:
            link["refuri"], link["classes"] = f"#{place}", [*link["classes"], "row"]
        elif page.startswith(SITE_ONLY_PAGES):
            link.parent.replace(link, link.children)


def _name_apart(doctree, numbers):
    """Two chapters may have a section or table of one name: the later one is named after its chapter, too."""
    seen, new = set(), {}
    for page in doctree.findall(addnodes.start_of_file):
        for part in page.findall(nodes.Element):
            for number, name in enumerate(part["ids"]):
                if name in seen:
                    part["ids"][number] = new[page["docname"], name] = f"in-{page['docname']}-{name}"
                seen.add(name)
        for link in page.findall(nodes.reference):
            if (page["docname"], link.get("refid")) in new:
                link["refid"] = new[page["docname"], link["refid"]]
    for link in doctree.findall(nodes.reference):
        page, _, name = link.get("refuri", "").removeprefix("#document-").partition("#")
        if (page, name) in new:
            link["refuri"] = f"#document-{page}#{new[page, name]}"
    for (page, old), name in new.items():
        for numbered in numbers.get(page, {}).values():
            if old in numbered:
                numbered[name] = numbered[old]


def setup(app):
    """Come before Sphinx collects the contents, and after it has resolved the links."""
    app.connect("doctree-read", lift_chapters, priority=100)
    app.connect("doctree-resolved", leave_out, priority=900)
