"""The dataset for search engines: Croissant (schema.org JSON-LD), generated from the codebook."""

from typing import Any

from nkdata.record import codebook
from nkdata.record.citations import cite
from nkdata.record.codebook import PathLike

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataBiases": "cr:dataBiases", "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField",
    "path": "cr:path", "personalSensitiveInformation": "cr:personalSensitiveInformation", "recordSet": "cr:recordSet",
    "rai": "http://mlcommons.org/croissant/RAI/", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


def croissant(data: PathLike | None = None) -> dict[str, Any]:
    """Describe the dataset in Croissant 1.1, a dialect of schema.org/Dataset.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    dict
        JSON-LD: the dataset with its licences and citation, a file for each table with its checksum, and a record set
        for each table with a field for each column. Paths are relative to the data folder.

    References
    ----------
    MLCommons, *Croissant Format Specification*.

    Examples
    --------
    >>> from nkdata.record.croissant import croissant
    >>> [r["name"] for r in croissant()["recordSet"]][:2]
    ['sources', 'actors']
    """
    package = codebook.package(data)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "version": package["version"],
        "datePublished": package["created"][:10],
        "license": [item["path"] for item in package["licenses"]],
        "citeAs": cite(form="bibtex"),
        "creator": {"@type": "sc:Organization", "name": package["contributors"][0]["title"]},
        "keywords": package["keywords"],
        "temporalCoverage": "1953/1993",
        "isBasedOn": [{"@type": "sc:CreativeWork", "name": s["title"], "url": s["path"]} for s in package["sources"]],
        "distribution": [_file(resource) for resource in package["resources"]],
        "recordSet": [_records(resource) for resource in package["resources"]],
    }


def _file(resource: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["title"],
        "contentUrl": resource["path"],
        "encodingFormat": "text/csv",
        "contentSize": f"{resource['bytes']} B",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    keys = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    return {
        "@type": "cr:RecordSet",
        "@id": resource["name"],
        "name": resource["name"],
        "description": f"A row is {resource['row']}. {resource['description']}",
        "key": [{"@id": f"{resource['name']}/{key}"} for key in keys],
        "field": [_field(resource, field) for field in schema["fields"]],
    }


def _field(resource: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    # A yes or a no, and a whole number or a day that may be missing, are read as text by Croissant's loader.
    plain = field["type"] in ("string", "number")
    return {
        "@type": "cr:Field",
        "@id": f"{resource['name']}/{field['name']}",
        "name": field["name"],
        "description": " ".join(
            part for part in (field["title"] + ".", field["description"], f"Unit: {field['unit']}." if "unit" in field else "") if part
        ),
        "dataType": _TYPES[field["type"]]
        if plain or (field.get("constraints", {}).get("required") and field["type"] == "integer")
        else "sc:Text",
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
    }
