#!/usr/bin/env python3
"""Compares what calls of C and C++ code are linked to with what clangd says (Python 3.9 and clangd 14 or later, no packages).

  codegraph export FOLDER > export.jsonl
  clangd_check.py FOLDER export.jsonl [--sites 400] [--seed 1] [--misses 20] [--clangd clangd]

Takes call sites of the export at random, in any state, and asks clangd where each is defined and declared, in a temporary copy of the folder with a
compilation database of its own. A site counts where clangd answers; either place is right. Recall: of the sites that clangd finds in the folder, those
bound there with a tier of exact, typed or unique. Precision: of the sites so bound, those that clangd finds at the same place.
"""
import argparse, collections, json, os, random, shutil, subprocess, sys, tempfile, time, urllib.parse

SOURCES = (".c", ".cc", ".cpp", ".cxx")
HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inl", ".inc", ".ipp", ".def")
TRUSTED = {"exact", "typed", "unique"}


class Ended(Exception):
    """clangd has crashed."""


class Clangd:
    """One clangd process, spoken to over its standard streams."""

    def __init__(self, program, root):
        self.process = subprocess.Popen(
            [program, "--background-index", "--log=error", "--limit-results=0", "-j=2"], cwd=root,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.last, self.progress = 0, set()
        self.began = False
        self.request("initialize", {
            "processId": None, "rootUri": uri(root),
            "capabilities": {"window": {"workDoneProgress": True}, "textDocument": {"definition": {"linkSupport": False}}}})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Ended from None

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.last and "method" not in message:
                return message.get("result")

    def receive(self):
        length = 0
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise Ended
            if line.strip() == b"":
                break
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        if message.get("method") == "$/progress":
            kind = message["params"]["value"].get("kind")
            if kind == "begin":
                self.progress.add(message["params"]["token"])
                self.began = True
            elif kind == "end":
                self.progress.discard(message["params"]["token"])
        return message

    def wait_for_index(self):
        while not self.began or self.progress:
            self.receive()

    def close(self):
        self.process.kill()
        self.process.wait()


def uri(path):
    return "file://" + urllib.parse.quote(path)


def copy(folder, target):
    """Copies sources and headers; returns the sources and the folders that have headers."""
    sources, with_headers = [], set()
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in (".git", "node_modules"))
        for name in sorted(files):
            if not name.endswith(SOURCES + HEADERS):
                continue
            path = os.path.relpath(os.path.join(at, name), folder)
            os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
            shutil.copyfile(os.path.join(at, name), os.path.join(target, path))
            if name.endswith(SOURCES):
                sources.append(path)
            else:
                with_headers.add(os.path.dirname(path))
                # `#include "project/part.h"` is written from a folder above.
                with_headers.add(os.path.dirname(os.path.dirname(path)))
    return sources, sorted(with_headers)


def write_commands(root, sources, folders):
    include = [flag for folder in folders for flag in ("-iquote", os.path.join(root, folder))]
    # Behind the system's own, so that a header called string.h hides nothing.
    include += [flag for folder in folders for flag in ("-idirafter", os.path.join(root, folder))]
    commands = []
    for path in sources:
        language = ["clang", "-std=gnu11"] if path.endswith(".c") else ["clang++", "-std=gnu++17"]
        commands.append({"directory": root, "file": os.path.join(root, path),
                         "arguments": [*language, "-D_GNU_SOURCE", "-ferror-limit=0", *include, "-c", os.path.join(root, path)]})
    with open(os.path.join(root, "compile_commands.json"), "w") as out:
        json.dump(commands, out)


def call_sites(export):
    """By place, what is called: its name, and the places it is bound to."""
    sites = {}
    with open(export, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith('{"type":"reference"'):
                continue
            reference = json.loads(line)
            if reference["role"] != "call" or not reference["path"].endswith(SOURCES + HEADERS):
                continue
            bound = {(t["path"], t["line"]) for t in reference["targets"] if t["tier"] in TRUSTED} if reference["state"] == "resolved" else set()
            key = reference["path"], reference["line"], reference["column"]
            known = sites.setdefault(key, [reference["name"], set(), reference["state"]])
            known[1].update(bound)
    return sites


def places(result, root):
    """Lines inside of the folder that an answer of clangd names, and whether it names any place."""
    found = result if isinstance(result, list) else [result] if result else []
    inside = set()
    for location in found:
        path = urllib.parse.unquote(location["uri"][len("file://"):])
        if path.startswith(root + os.sep):
            inside.add((os.path.relpath(path, root), location["range"]["start"]["line"] + 1))
    return inside, bool(found)


def ask(start, root, sites, chosen):
    """By site: the places clangd gives (inside the folder) and whether it answered."""
    by_file = collections.defaultdict(list)
    for key in chosen:
        by_file[key[0]].append(key)
    called = {(path, line, name) for (path, line, _), (name, _, _) in sites.items()}
    answers = {}
    server = start()
    for path, keys in sorted(by_file.items()):
        try:
            ask_file(server, root, path, keys, sites, called, answers)
        except Ended:
            print(f"clangd crashed on {path}; the rest of its sites is left out", file=sys.stderr)
            server.close()
            server = start()
    server.close()
    return answers


def ask_file(server, root, path, keys, sites, called, answers):
    full = os.path.join(root, path)
    text = open(full, encoding="utf-8", errors="replace").read()
    lines = text.split("\n")
    server.notify("textDocument/didOpen", {"textDocument": {
        "uri": uri(full), "languageId": "c" if path.endswith(".c") else "cpp", "version": 1, "text": text}})
    for key in keys:
        before = lines[key[1] - 1][: key[2] - 1]
        where = {"textDocument": {"uri": uri(full)}, "position": {"line": key[1] - 1, "character": len(before.encode("utf-16-le")) // 2}}
        inside, answered = set(), False
        for method in ("textDocument/definition", "textDocument/declaration"):
            some, any_place = places(server.request(method, where), root)
            # Where nothing declares a function, clangd names a call of it.
            implicit = {place for place in some if (*place, sites[key][0]) in called}
            some -= implicit
            inside |= some
            answered |= any_place and (bool(some) or not implicit)
        answers[key] = inside, answered
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri(full)}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("export")
    parser.add_argument("--sites", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--clangd", default="clangd")
    parser.add_argument("--below", default="", help="only call sites of paths that start so")
    arguments = parser.parse_args()
    sites = call_sites(arguments.export)
    possible = sorted(key for key in sites if key[0].startswith(arguments.below))
    chosen = random.Random(arguments.seed).sample(possible, min(arguments.sites, len(possible)))
    with tempfile.TemporaryDirectory() as temporary:
        root = os.path.realpath(temporary)
        sources, folders = copy(arguments.folder, root)
        write_commands(root, sources, folders)
        answers = ask(lambda: started(arguments.clangd, root, sources), root, sites, chosen)
    report(sites, answers, arguments.misses)


def started(program, root, sources):
    """A clangd that has read all sources: what it read is kept on disk for the next one."""
    server = Clangd(program, root)
    if sources:
        # The first file that is opened starts the index.
        first = os.path.join(root, sources[0])
        begin = time.time()
        server.notify("textDocument/didOpen", {"textDocument": {"uri": uri(first), "languageId": "cpp", "version": 1, "text": open(first, errors="replace").read()}})
        server.wait_for_index()
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri(first)}})
        print(f"clangd read {len(sources)} sources in {time.time() - begin:.0f} s", file=sys.stderr)
    return server


def report(sites, answers, show):
    inside = found = bound = right = 0
    misses, wrong = [], []
    for key, (places_of, answered) in sorted(answers.items()):
        name, targets, state = sites[key]
        hit = bool(places_of & targets)
        if places_of:
            inside += 1
            found += hit
            if not hit and not targets:
                misses.append((key, name, state, sorted(places_of)))
        if answered and targets:
            bound += 1
            right += hit
            if not hit:
                wrong.append((key, name, sorted(targets), sorted(places_of)))
    print(f"sites {len(answers)}, found by clangd in the folder {inside}")
    print(f"recall {found / max(inside, 1):.3f}  precision {right / max(bound, 1):.3f} of {bound}")
    for key, name, state, to in misses[:show]:
        print(f"MISS {key[0]}:{key[1]}:{key[2]} {name} ({state}) is {to}")
    for key, name, targets, to in wrong[:show]:
        print(f"WRONG {key[0]}:{key[1]}:{key[2]} {name} bound to {targets}, is {to}")


if __name__ == "__main__":
    main()
