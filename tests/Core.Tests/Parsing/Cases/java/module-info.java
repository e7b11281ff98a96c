/** The shop. */
open module shop.orders {
    requires transitive java.sql;
    exports shop.orders.api to shop.web;
    uses shop.orders.api.Store;
    provides shop.orders.api.Store with shop.orders.impl.MemoryStore;
}
