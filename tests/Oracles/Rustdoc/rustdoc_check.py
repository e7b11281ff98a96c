#!/usr/bin/env python3
"""Compares what uses of names in Rust code are linked to with the compiler's own links (Python 3.9 and a nightly rustdoc, no packages).

  rustdoc +nightly -Zunstable-options --generate-link-to-definition --document-private-items --crate-name NAME --out-dir DOC src/lib.rs
  codegraph export FOLDER > export.jsonl
  rustdoc_check.py DOC FOLDER export.jsonl NAME=src [NAME=FOLDER_OF_LIB_RS ...] [--misses 20]

Rustdoc links paths, locals and methods in its pages of source to where they are defined; fields it does not link. What leads to a page of documentation
or out of the crates given is left out of recall. A call of a trait's method on a known type is right at the method of that type too. Recall: of the
linked uses, those bound to that place with a tier of exact, typed or unique. Precision: of the uses so bound, those that rustdoc links to the same place.
"""
import argparse, collections, html, json, os, random, re

TRUSTED = {"exact", "typed", "unique"}
TOKEN = re.compile(r"<a href=#(\d+) id=\d+ data-nosnippet>\d+</a>|<a ([^>]*)>|</a>|<[^>]*>|([^<]+)")


def links(page):
    """The links of a page of source: address, line, column, text."""
    text = open(page, encoding="utf-8").read()
    start = text.find("<code>") + len("<code>")
    line, column, link = 1, 1, None
    for token in TOKEN.finditer(text[start : text.find("</code>", start)]):
        number, anchor, plain = token.groups()
        if number:
            line, column = int(number), 1
        elif anchor is not None:
            address = re.search(r'href="([^"]*)"', anchor)
            link = [address.group(1) if address else "", line, column, ""]
        elif token.group(0) == "</a>":
            if link:
                yield link
            link = None
        elif plain:
            plain = html.unescape(plain)
            if link:
                link[3] += plain
            lines = plain.split("\n")
            line, column = line + len(lines) - 1, len(lines[-1]) + (column if len(lines) == 1 else 1)


def target(folder, page, address):
    """Path, first and last line of what a link leads to; None for a page of documentation or another crate."""
    file, _, span = address.partition("#")
    path = os.path.normpath(os.path.join(os.path.dirname(page), file))[: -len(".html")] if file else page
    if file and not file.endswith(".rs.html") or path.startswith(".."):
        return None
    lines = re.fullmatch(r"(\d+)(?:-(\d+))?", span)
    first = int(lines.group(1)) if lines else 1
    return os.path.normpath(f"{folder}/{path}"), first, int(lines.group(2) or first) if lines else 1


class Export:
    def __init__(self, file):
        self.symbols, self.above = {}, collections.defaultdict(set)
        self.bound, self.called = collections.defaultdict(set), set()
        for record in map(json.loads, open(file, encoding="utf-8")):
            if record["type"] == "symbol":
                self.symbols[record["id"]] = record
            elif record["type"] == "edge" and record["kind"] in ("overrides", "implements"):
                self.above[record["from"]].add(record["to"])
            elif record["type"] == "reference":
                place = record["path"], record["line"], record["column"]
                self.bound[place] |= {t["id"] for t in record["targets"] if t["tier"] in TRUSTED}
                if record["role"] == "call":
                    self.called.add(place)
        self.names = {(s["path"], s["line"], s["column"]) for s in self.symbols.values()}

    def leads(self, place, wanted):
        path, first, last = wanted
        ends = self.bound[place] | {above for end in self.bound[place] for above in self.above[end]}
        places = [(self.symbols[end]["path"], self.symbols[end]["line"]) if end in self.symbols else (end, 1) for end in ends]
        # `mod x;` and the file that it names are one module.
        return any(p == path and first <= line <= last for p, line in places) or any(line == 1 for _, line in places if place not in self.called)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("doc"), parser.add_argument("folder"), parser.add_argument("export")
    parser.add_argument("crates", nargs="+")
    parser.add_argument("--misses", type=int, default=20)
    options = parser.parse_args()
    export, counts, different = Export(options.export), collections.Counter(), []
    for crate, folder in (pair.split("=") for pair in options.crates):
        pages = f"{options.doc}/src/{crate}"
        for root, _, files in os.walk(pages):
            for name in sorted(files):
                page = os.path.relpath(os.path.join(root, name), pages)[: -len(".html")]
                path = os.path.normpath(f"{folder}/{page}")
                for address, line, column, text in links(os.path.join(root, name)):
                    shown = re.sub(r"<.*", "", text.rstrip())
                    last = shown.split("::")[-1].strip()
                    place = path, line, column + shown.rfind(last)
                    wanted = None if address.startswith("http") or not re.fullmatch(r"[A-Za-z_]\w*", last) else target(folder, page, address)
                    if wanted is None or "\n" in text or place in export.names:
                        continue
                    kind = "calls" if place in export.called else "other uses"
                    right = export.leads(place, wanted)
                    counts[kind, "n"] += 1
                    counts[kind, "right"] += right
                    counts[kind, "bound"] += bool(export.bound[place])
                    if not right:
                        different.append((place, last, sorted(export.bound[place]), wanted))
    for kind in ("calls", "other uses"):
        n, right, bound = (counts[kind, part] for part in ("n", "right", "bound"))
        print(f"{kind}: {n}, recall {right / max(n, 1):.4f}, precision {right / max(bound, 1):.4f}")
    random.Random(1).shuffle(different)
    for place, name, bound, wanted in different[: options.misses]:
        print(":".join(map(str, place)), name, "bound to", bound or "nothing", "rustdoc", wanted)


if __name__ == "__main__":
    main()
