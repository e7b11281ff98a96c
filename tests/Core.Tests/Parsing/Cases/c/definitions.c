#include <stdio.h>
#include "list.h"

#define LIMIT 10
#define MAX(a, b) ((a) > (b) ? (a) : clamp(b))
#define LOG(format, ...) print_log(format, __VA_ARGS__)

/* A node of the list. */
typedef struct node {
    int value, *counts;
    struct node *next;
    union { long number; char *text; };
    struct { int depth; } state;
    unsigned flag : 1;
    int (*compare)(const void *left, const void *right);
} node, *node_ref;

typedef struct {
    int width;
} size;

typedef int (*visitor)(node *item, void *data);
typedef unsigned long word;

enum color { RED = 1, GREEN };
enum { LOOSE };

struct forward;
extern int shared;
static const int limit = LIMIT;
static node pool[LIMIT], *head;
struct { int total; } stats;

int declared(int count, const char *);
char *(*handlers[4])(int code);

static inline node *create(int value, visitor visit, ...)
{
    node *item = malloc(sizeof(node));
    item->value = value;
    return item;
}

int old_style(count, name)
    int count;
    char *name;
{
    return count;
}

#if LIMIT > 5
void branch(void) { LOG("a", 1); }
#else
void branch(void) { }
#endif
