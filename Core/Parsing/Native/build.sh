#!/bin/sh
# Compiles the tree-sitter core, the grammars and codegraph_parse.c into one shared library.
#   build.sh <folder of this script's sources> <work folder> <library to write>
# Only what is newer than its object is compiled. Messages are in the form that MSBuild shows as errors.
set -eu
sources=$1 work=$2 library=$3

need() {
  command -v "$1" >/dev/null 2>&1 || {
    echo "codegraph : error CGN001: '$1' is missing; the build compiles tree-sitter with it. Install it: $2"
    exit 1
  }
}
need "${CC:-cc}" "apt-get install gcc libc6-dev (macOS: xcode-select --install)"
need node "apt-get install nodejs"
need npm "apt-get install npm"

mkdir -p "$work/objects"
cd "$work"

if ! cmp -s "$sources/package-lock.json" installed-lock.json 2>/dev/null; then
  cp "$sources/package.json" "$sources/package-lock.json" .
  npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >npm.log 2>&1 || {
    cat npm.log
    echo "codegraph : error CGN002: npm could not install the tree-sitter sources; its messages are above and in $work/npm.log"
    exit 1
  }
  cp package-lock.json installed-lock.json
fi

core=node_modules/tree-sitter/vendor/tree-sitter/lib
# Scanners take memory where the parser does, so that a parse that is given up leaves none behind; assert.h is ours.
flags="-std=c11 -O2 -fPIC -fvisibility=hidden -w -D_POSIX_C_SOURCE=200112L -D_DEFAULT_SOURCE -DTREE_SITTER_REUSE_ALLOCATOR"

# name<TAB>source<TAB>flags
list() {
  # tree-sitter's arrays are written through pointers of two types; inlining the allocator lets the compiler see it.
  printf 'codegraph_parse\t%s\t-fno-strict-aliasing -I %s/include -I %s/src\n' "$sources/codegraph_parse.c" "$core" "$core"
  for grammar in bash c c-sharp cpp go java javascript php/php python ruby rust scala swift \
    typescript/typescript typescript/tsx @tree-sitter-grammars/tree-sitter-kotlin; do
    case $grammar in
      @*) folder=node_modules/$grammar/src ;;
      *) folder=node_modules/tree-sitter-$grammar/src ;;
    esac
    name=$(printf %s "$grammar" | tr '/@' '__')
    for part in parser scanner; do
      [ ! -f "$folder/$part.c" ] || printf '%s-%s\t%s\t-I %s\n' "$name" "$part" "$folder/$part.c" "$folder"
    done
  done
}

compile() {
  object=objects/$1.o
  if [ ! -f "$object" ] || [ "$2" -nt "$object" ] || [ "$sources/build.sh" -nt "$object" ] || [ "$sources/codegraph_parse.h" -nt "$object" ] || [ "$sources/assert.h" -nt "$object" ]; then
    # The temporary name keeps an interrupted compile from passing for a finished one.
    if ${CC:-cc} $flags -I "$sources" $3 -c "$2" -o "$object.tmp"; then
      mv "$object.tmp" "$object"
    else
      echo "codegraph : error CGN003: compiling $2 failed; the compiler's messages are above."
      return 1
    fi
  fi
}

if [ "${4:-}" = "--one" ]; then
  shift 4
  compile "$@"
  exit
fi

jobs=$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
list | tr '\t' '\n' | tr '\n' '\0' | xargs -0 -n 3 -P "$jobs" sh "$sources/build.sh" "$sources" "$work" "$library" --one

objects=$(list | cut -f1 | sed 's|.*|objects/&.o|')
${CC:-cc} -shared -o "$library.tmp" $objects
mv "$library.tmp" "$library"
