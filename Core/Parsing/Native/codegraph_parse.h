/* The one entry point between managed code and tree-sitter: bytes in, a flat preorder array of nodes out. */
#ifndef CODEGRAPH_PARSE_H
#define CODEGRAPH_PARSE_H

#include <stdint.h>
#include <tree_sitter/api.h>

#define CG_EXPORT __attribute__((visibility("default")))

/* One syntax node. `next` is the index after the node's subtree, so children of i start at i + 1. 20 bytes. */
typedef struct {
  uint32_t start;  /* first byte */
  uint32_t end;    /* byte after the last */
  uint32_t next;   /* index of the first node after this subtree */
  int32_t parent;  /* index, -1 for the root */
  uint16_t symbol; /* node kind in the grammar; 65535 is ERROR */
  uint8_t field;   /* field id in the parent, 0 for none */
  uint8_t flags;   /* bit 0: named, bit 1: the subtree contains a syntax error */
} cg_node;

enum { CG_OK = 0, CG_MEMORY_LIMIT = 1, CG_TIME_LIMIT = 2, CG_OUT_OF_MEMORY = 3, CG_BAD_LANGUAGE = 4, CG_PARSER_FAILED = 5 };

typedef struct cg_parser cg_parser;

/* Returns null when memory is out. Freed with cg_parser_delete. Used by one thread at a time. */
CG_EXPORT cg_parser *cg_parser_new(void);
CG_EXPORT void cg_parser_delete(cg_parser *);

/*
 * Parses `length` bytes of UTF-8 and flattens the tree. `keep[symbol]` says which anonymous nodes appear in the output (named nodes
 * always do). The nodes belong to the parser and stand until its next call. Gives up with a status, never by aborting the
 * process, once the parse holds more than `max_bytes`, takes more than `max_milliseconds` of processor time, or breaks an assertion of its grammar.
 */
CG_EXPORT int cg_parse(cg_parser *, const TSLanguage *, const char *source, uint32_t length, const uint8_t *keep,
                       uint64_t max_bytes, uint32_t max_milliseconds, const cg_node **nodes, uint32_t *count);

/* The grammar's tables, so that managed code binds names to numbers once. */
CG_EXPORT uint32_t cg_symbol_count(const TSLanguage *);
CG_EXPORT const char *cg_symbol_name(const TSLanguage *, uint16_t symbol);
CG_EXPORT int cg_symbol_is_named(const TSLanguage *, uint16_t symbol);
CG_EXPORT uint32_t cg_field_count(const TSLanguage *);
CG_EXPORT const char *cg_field_name(const TSLanguage *, uint16_t field);

/*
 * A plain parse with tree-sitter's own defaults (malloc, one reused parser, tree deleted after): the yardstick of the benchmarks.
 * Returns the number of bytes parsed.
 */
CG_EXPORT void *cg_plain_parser_new(void);
CG_EXPORT void cg_plain_parser_delete(void *);
CG_EXPORT uint32_t cg_plain_parse(void *, const TSLanguage *, const char *source, uint32_t length);

#endif
