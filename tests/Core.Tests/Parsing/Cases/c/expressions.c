int run(struct node *list, visitor visit)
{
    int count = 0, values[3] = { 1, 2 };
    struct node local = { .value = 1, .state.depth = 2 };
    struct node table[] = { { .value = 2 }, [1] = { .value = 3 } };
    size made = (size){ .width = 3 };
    for (int i = 0; i < count; i++) {
        int count = i;
        list->next->value += count;
        (*visit)(list, 0);
        list->compare(&local, table);
        values[i] = ((node *) list)->value;
    }
    switch (list->value) {
    case RED:
        goto done;
    }
    shared = MAX(count, made.width);
done:
    return run(list, visit) + offsetof(node, next);
}
