package shop.orders;

class Locals {
    int size;
    Item item;

    int size() {
        return size;
    }

    void everything(Object input, Map<String, Item> map) throws Exception {
        int size = size();
        int a = 1, b = a;
        var made = new Item("x");
        for (int i = 0; i < size; i++) {
            a += i;
        }
        for (Item item : load()) {
            item.run();
        }
        for (var entry : map.entrySet())
            entry.getKey().run();
        try (Reader reader = open(); var writer = new Writer(reader)) {
            writer.copy(reader);
        } catch (IOException | Failure error) {
            error.log();
        } catch (RuntimeException error) {
            throw new Failure(error);
        } finally {
            made.close();
        }
        if (input instanceof Item found && found.ready()) {
            found.run();
        } else if (input instanceof Point(int x, var y)) {
            a = x + y;
        }
        if (!(input instanceof String text))
            return;
        text.trim();
        String name = switch (input) {
            case Item i when i.ready() -> i.name();
            case Point(Size(var w, int h), Item inner) -> inner.name(w, h);
            case null, default -> "none";
        };
        switch (a) {
            case LIMIT:
                int once = 1;
                break;
            default:
                once = 2;
        }
        Function<Integer, Integer> twice = n -> n * 2;
        BiFunction<Item, Item, Item> both = (left, right) -> left.plus(right);
        Runnable run = () -> this.item.run();
        twice.apply(size);
        list.forEach((Item each) -> each.run());
        outer:
        while (true) {
            if (a > 1)
                continue outer;
            break outer;
        }
    }
}
