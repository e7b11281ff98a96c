/*
 * Parsing under a budget.
 *
 * tree-sitter has no way to fail on memory: its allocator must succeed or abort, and on some inputs (`a<a<a<...` in C# and Java) it
 * takes gigabytes without polling its progress callback. So each parse allocates from an arena of its own. When the arena
 * passes its limits, the allocator jumps back to cg_parse, which drops the arena whole: no managed frame and no lock is between the
 * two. Dropping the arena also spares the walk that frees a tree node by node.
 *
 * tree-sitter's core is a part of this translation unit (lib.c, below), so that its allocations are inlined and trees can be read
 * without a cursor.
 */
#include "codegraph_parse.h"
#include "assert.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHUNK_BYTES (1u << 20)
#define RETAINED_CHUNKS 48        /* an idle parser keeps at most 48 MiB */
#define CLASS_BYTES 16
#define CLASSES 64                /* freed blocks below 1 KiB are reused by size class */
#define CLOCK_EVERY 1024          /* allocations between two looks at the clock */
#define READ_BYTES 4096u          /* source that a scanner sees between two looks at the clock */

typedef struct chunk {
  struct chunk *next;
  size_t size;                    /* usable bytes after the header */
} chunk;

typedef struct block {
  size_t size;                    /* usable bytes, a multiple of CLASS_BYTES; precedes the payload */
  size_t pad;                     /* keeps payloads 16-byte aligned */
} block;

typedef struct free_block { struct free_block *next; } free_block;

typedef struct {
  chunk *chunks;                  /* in use, newest first */
  chunk *spare;                   /* retained standard-size chunks */
  size_t spare_count;
  char *bump, *limit;
  free_block *freed[CLASSES];
  uint64_t held, max_held;
  uint64_t deadline;              /* monotonic nanoseconds: when to look at the processor time */
  uint64_t max_time;              /* nanoseconds of processor time, of this thread's clock */
  uint32_t until_clock;
  jmp_buf exit;
} arena;

struct cg_parser {
  arena arena;
  cg_node *nodes;
  uint32_t capacity;
  struct visit *visits;
  uint32_t depth, visits_capacity;
};

/* The arena of the parse that runs on this thread; null outside of cg_parse. */
static __thread arena *current;

static uint64_t nanoseconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/*
 * The limit is of processor time: a busy or sleeping machine must not make a file fail that parses on an idle one. Its clock costs a system
 * call, so it is asked only once the same time has passed on the wall.
 */
static bool is_over(arena *a) {
  uint64_t now = nanoseconds_of(CLOCK_MONOTONIC);
  if (now <= a->deadline) return false;
  uint64_t used = nanoseconds_of(CLOCK_THREAD_CPUTIME_ID);
  if (used >= a->max_time) return true;
  a->deadline = now + (a->max_time - used);
  return false;
}

__attribute__((noreturn)) static void give_up(arena *a, int status) { longjmp(a->exit, status); }

void cg_assertion_failed(void) {
  if (!current) abort();
  give_up(current, CG_PARSER_FAILED);
}

static void *arena_allocate(arena *a, size_t bytes) {
  size_t size = (bytes + CLASS_BYTES - 1) & ~(size_t)(CLASS_BYTES - 1);
  if (size == 0) size = CLASS_BYTES;
  if (size < bytes) give_up(a, CG_MEMORY_LIMIT);
  if (--a->until_clock == 0) {
    a->until_clock = CLOCK_EVERY;
    if (is_over(a)) give_up(a, CG_TIME_LIMIT);
  }
  size_t class = size / CLASS_BYTES;
  if (class < CLASSES && a->freed[class]) {
    free_block *f = a->freed[class];
    a->freed[class] = f->next;
    return f;
  }
  size_t whole = size + sizeof(block);
  if ((size_t)(a->limit - a->bump) < whole) {
    size_t usable = whole > CHUNK_BYTES ? whole : CHUNK_BYTES;
    if (a->held + usable > a->max_held) give_up(a, CG_MEMORY_LIMIT);
    chunk *c = NULL;
    if (usable == CHUNK_BYTES && a->spare) {
      c = a->spare;
      a->spare = c->next;
      a->spare_count--;
    } else {
      c = malloc(sizeof(chunk) + usable);
      if (!c) give_up(a, CG_OUT_OF_MEMORY);
      c->size = usable;
    }
    c->next = a->chunks;
    a->chunks = c;
    a->held += usable;
    a->bump = (char *)(c + 1);
    a->limit = a->bump + usable;
  }
  block *b = (block *)a->bump;
  a->bump += whole;
  b->size = size;
  return b + 1;
}

static void arena_release(arena *a, void *pointer) {
  size_t class = ((block *)pointer - 1)->size / CLASS_BYTES;
  if (class < CLASSES) {
    free_block *f = pointer;
    f->next = a->freed[class];
    a->freed[class] = f;
  }
}

static void arena_reset(arena *a) {
  for (chunk *c = a->chunks, *next; c; c = next) {
    next = c->next;
    if (c->size == CHUNK_BYTES && a->spare_count < RETAINED_CHUNKS) {
      c->next = a->spare;
      a->spare = c;
      a->spare_count++;
    } else {
      free(c);
    }
  }
  a->chunks = NULL;
  a->bump = a->limit = NULL;
  a->held = 0;
  memset(a->freed, 0, sizeof a->freed);
}

static void *hook_malloc(size_t size) {
  if (current) return arena_allocate(current, size);
  void *p = malloc(size);
  if (!p && size) abort();
  return p;
}

static void *hook_calloc(size_t count, size_t size) {
  if (!current) {
    void *p = calloc(count, size);
    if (!p && count && size) abort();
    return p;
  }
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) give_up(current, CG_MEMORY_LIMIT);
  return memset(arena_allocate(current, bytes), 0, bytes);
}

static void *hook_realloc(void *pointer, size_t size) {
  if (!current) {
    void *p = realloc(pointer, size);
    if (!p && size) abort();
    return p;
  }
  if (!pointer) return arena_allocate(current, size);
  size_t old = ((block *)pointer - 1)->size;
  if (size <= old) return pointer;
  void *grown = arena_allocate(current, size);
  memcpy(grown, pointer, old);
  arena_release(current, pointer);
  return grown;
}

static void hook_free(void *pointer) {
  if (!pointer) return;
  if (current) arena_release(current, pointer);
  else free(pointer);
}

#define ts_malloc hook_malloc
#define ts_calloc hook_calloc
#define ts_realloc hook_realloc
#define ts_free hook_free

/* A tree never leaves the thread that parses it: its reference counts need no locked instructions, which cost a tenth of a parse. */
#define TREE_SITTER_ATOMIC_H_
static inline size_t atomic_load(const volatile size_t *p) { return *p; }
static inline uint32_t atomic_inc(volatile uint32_t *p) { return *p += 1; }
static inline uint32_t atomic_dec(volatile uint32_t *p) { return *p -= 1; }

#include "lib.c"

/*
 * For what goes by the pointers, as a scanner may. Set before any parser exists: what one allocator hands out, the other must
 * never free.
 */
__attribute__((constructor)) static void install_allocator(void) {
  ts_set_allocator(hook_malloc, hook_calloc, hook_realloc, hook_free);
}

cg_parser *cg_parser_new(void) { return calloc(1, sizeof(cg_parser)); }

void cg_parser_delete(cg_parser *self) {
  if (!self) return;
  arena_reset(&self->arena);
  for (chunk *c = self->arena.spare, *next; c; c = next) {
    next = c->next;
    free(c);
  }
  free(self->nodes);
  free(self->visits);
  free(self);
}

typedef struct {
  const char *bytes;
  uint32_t length;
  arena *arena;
} source_text;

/*
 * Hands out the source piece by piece, so that a scanner that runs over megabytes again for each token passes here and is stopped: between two
 * tokens it neither allocates nor lets the progress callback be polled (comments that never end in Swift: minutes).
 */
static const char *read_source(void *payload, uint32_t offset, TSPoint position, uint32_t *bytes_read) {
  (void)position;
  const source_text *text = payload;
  if (is_over(text->arena)) give_up(text->arena, CG_TIME_LIMIT);
  uint32_t left = offset < text->length ? text->length - offset : 0;
  *bytes_read = left < READ_BYTES ? left : READ_BYTES;
  return left ? text->bytes + offset : "";
}

static bool past_deadline(TSParseState *state) { return is_over(state->payload); }

static cg_node *append(cg_parser *self, uint32_t count) {
  if (count == self->capacity) {
    uint32_t capacity = self->capacity ? self->capacity * 2 : 1u << 14;
    cg_node *grown = realloc(self->nodes, (size_t)capacity * sizeof(cg_node));
    if (!grown) give_up(&self->arena, CG_OUT_OF_MEMORY);
    self->nodes = grown;
    self->capacity = capacity;
  }
  return self->nodes + count;
}

/* A subtree whose children are being visited. A hidden one adds its children to those of the node around it. */
typedef struct visit {
  const Subtree *child, *end;
  const TSSymbol *aliases;        /* by structural child; null for none */
  const TSFieldMapEntry *fields, *fields_end;
  uint32_t structural;            /* number of the next child, extras not counted */
  uint32_t position;              /* byte after the child before */
  uint32_t node;                  /* the output's node that the children are children of */
  bool hidden;
  bool first;
  uint8_t field;                  /* of a hidden subtree: the field that its children without one fill */
} visit;

static void enter(cg_parser *self, const TSLanguage *language, Subtree subtree, uint32_t start, uint32_t node, bool hidden, uint8_t field) {
  if (self->depth == self->visits_capacity) {
    uint32_t capacity = self->visits_capacity ? self->visits_capacity * 2 : 256;
    visit *grown = realloc(self->visits, (size_t)capacity * sizeof(visit));
    if (!grown) give_up(&self->arena, CG_OUT_OF_MEMORY);
    self->visits = grown;
    self->visits_capacity = capacity;
  }
  visit *v = self->visits + self->depth++;
  v->child = ts_subtree_children(subtree);
  v->end = v->child + subtree.ptr->child_count;
  v->aliases = ts_language_alias_sequence(language, subtree.ptr->production_id);
  ts_language_field_map(language, subtree.ptr->production_id, &v->fields, &v->fields_end);
  v->structural = 0;
  v->position = start;
  v->node = node;
  v->hidden = hidden;
  v->first = true;
  v->field = field;
}

static uint8_t field_of(const visit *parent) {
  for (const TSFieldMapEntry *entry = parent->fields; entry < parent->fields_end; entry++) {
    if (!entry->inherited && entry->child_index == parent->structural) return (uint8_t)entry->field_id;
  }
  return parent->field;
}

/* What a tree cursor would visit, in a third of its time: it recomputes the path to each node, and lines and columns that nobody reads. */
static uint32_t flatten(cg_parser *self, const TSTree *tree, const uint8_t *keep) {
  const TSLanguage *language = tree->language;
  Subtree root = tree->root;
  uint32_t start = ts_subtree_padding(root).bytes;
  *append(self, 0) = (cg_node){
    .start = start, .end = start + ts_subtree_size(root).bytes, .next = 1, .parent = -1,
    .symbol = ts_language_public_symbol(language, ts_subtree_symbol(root)),
    .flags = (uint8_t)((ts_subtree_named(root) ? 1 : 0) | (ts_subtree_error_cost(root) > 0 ? 2 : 0)),
  };
  uint32_t count = 1;
  self->depth = 0;
  if (ts_subtree_visible_child_count(root) > 0) enter(self, language, root, start, 0, false, 0);
  while (self->depth > 0) {
    visit *v = self->visits + self->depth - 1;
    if (v->child == v->end) {
      if (!v->hidden) self->nodes[v->node].next = count;
      self->depth--;
      continue;
    }
    Subtree child = *v->child++;
    start = v->first ? v->position : v->position + ts_subtree_padding(child).bytes;
    v->first = false;
    v->position = start + ts_subtree_size(child).bytes;
    TSSymbol alias = 0;
    uint8_t field = 0;
    if (!ts_subtree_extra(child)) {
      if (v->aliases) alias = v->aliases[v->structural];
      field = field_of(v);
      v->structural++;
    }
    if (!alias && !ts_subtree_visible(child)) {
      if (ts_subtree_visible_child_count(child) > 0) enter(self, language, child, start, v->node, true, field);
      continue;
    }
    bool named = alias ? ts_language_symbol_metadata(language, alias).named : ts_subtree_named(child);
    TSSymbol symbol = ts_language_public_symbol(language, alias ? alias : ts_subtree_symbol(child));
    if (!named && (symbol == ts_builtin_sym_error || !keep[symbol])) continue;
    if (ts_subtree_missing(child)) continue;
    *append(self, count) = (cg_node){
      .start = start, .end = v->position, .next = count + 1, .parent = (int32_t)v->node, .symbol = symbol, .field = field,
      .flags = (uint8_t)((named ? 1 : 0) | (ts_subtree_error_cost(child) > 0 ? 2 : 0)),
    };
    if (ts_subtree_visible_child_count(child) > 0) enter(self, language, child, start, count, false, 0);
    count++;
  }
  return count;
}

int cg_parse(cg_parser *self, const TSLanguage *language, const char *source, uint32_t length, const uint8_t *keep,
             uint64_t max_bytes, uint32_t max_milliseconds, const cg_node **nodes, uint32_t *count) {
  arena *a = &self->arena;
  a->max_held = max_bytes;
  a->deadline = nanoseconds_of(CLOCK_MONOTONIC) + (uint64_t)max_milliseconds * 1000000u;
  a->max_time = nanoseconds_of(CLOCK_THREAD_CPUTIME_ID) + (uint64_t)max_milliseconds * 1000000u;
  a->until_clock = CLOCK_EVERY;
  *nodes = NULL;
  *count = 0;
  int status = setjmp(a->exit);
  if (status == 0) {
    current = a;
    TSParser *parser = ts_parser_new();
    if (!ts_parser_set_language(parser, language)) {
      status = CG_BAD_LANGUAGE;
    } else {
      source_text text = {source, length, a};
      TSInput input = {&text, read_source, TSInputEncodingUTF8, NULL};
      TSParseOptions options = {a, past_deadline};
      TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
      if (tree) {
        *count = flatten(self, tree, keep);
        *nodes = self->nodes;
      } else {
        status = CG_TIME_LIMIT;
      }
    }
    ts_parser_delete(parser); /* the Swift scanner takes its state from malloc and frees it here */
  }
  current = NULL;
  arena_reset(a);
  return status;
}

uint32_t cg_symbol_count(const TSLanguage *l) { return ts_language_symbol_count(l); }
const char *cg_symbol_name(const TSLanguage *l, uint16_t s) { return ts_language_symbol_name(l, s); }
int cg_symbol_is_named(const TSLanguage *l, uint16_t s) { return ts_language_symbol_type(l, s) == TSSymbolTypeRegular; }
uint32_t cg_field_count(const TSLanguage *l) { return ts_language_field_count(l); }
const char *cg_field_name(const TSLanguage *l, uint16_t f) { return ts_language_field_name_for_id(l, f); }

void *cg_plain_parser_new(void) { return ts_parser_new(); }
void cg_plain_parser_delete(void *p) { ts_parser_delete(p); }

uint32_t cg_plain_parse(void *p, const TSLanguage *language, const char *source, uint32_t length) {
  ts_parser_set_language(p, language);
  TSTree *tree = ts_parser_parse_string(p, NULL, source, length);
  if (!tree) return 0;
  uint32_t end = ts_node_end_byte(ts_tree_root_node(tree));
  ts_tree_delete(tree);
  return end;
}
