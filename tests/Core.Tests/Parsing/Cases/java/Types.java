package shop.orders;

import java.util.List;
import java.util.function.*;
import static java.lang.Math.max;
import static shop.Names.*;

/** An order and its lines. */
@Entity(name = "orders")
public abstract class Types<L extends Line & Countable> extends Base<L> implements Comparable<Types<L>>, Closeable {
    public static final int LIMIT = 100, MINIMUM = 1;
    private List<L> lines = new ArrayList<>();
    protected final Clock clock;
    static final Function<String, Integer> LENGTH = text -> text.length();

    static {
        int seen = LIMIT;
        register(seen);
    }

    public Types(Clock clock, String... names) {
        super(names);
        this.clock = clock;
    }

    Types() {
        this(Clock.system());
    }

    @Override
    public int compareTo(Types<L> other) {
        return other.count() - count();
    }

    public abstract void send(shop.Address to) throws IOException, Failure;

    protected <T extends L> T first(Class<T> kind) {
        return kind.cast(lines.get(0));
    }

    public void watch() {
        Listener listener = new Listener(LIMIT) {
            private int calls;

            @Override
            public void changed(Event event) {
                calls++;
                Types.this.send(event.address());
                Types.super.close();
            }
        };
        clock.add(listener);
        class Local {
            int depth = 1;
        }
        new Local().depth = 2;
    }

    private static class Nested {
        private Nested inner = new Nested();
    }

    interface Store<K, V> extends Closeable, Iterable<V> {
        int SIZE = 3;

        V find(K key);

        default V findOrNull(K key) {
            return find(key);
        }

        static <T> Store<T, T> empty() {
            return null;
        }
    }

    enum State implements Named {
        OPEN("open"),
        CLOSED("closed") {
            @Override
            String label() {
                return "shut";
            }
        },
        UNKNOWN;

        private String text;

        State(String text) {
            this.text = text;
        }

        State() {
        }

        String label() {
            return text;
        }
    }

    record Point(int x, int y) implements Measured {
        static final Point ZERO = new Point(0, 0);

        Point {
            max(x, y);
        }

        double length() {
            return Math.sqrt(x * x + y() * y);
        }
    }

    @interface Marker {
        String value() default "";

        int order() default LIMIT;
    }

    sealed interface Shape permits Circle, Square {
    }
}
