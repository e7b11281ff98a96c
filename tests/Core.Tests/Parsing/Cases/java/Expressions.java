class Expressions extends Base {
    private Order order;

    @Test(expected = Failure.class)
    @Retry(3)
    Order run(Order order, Box<Customer> box) {
        order.customer().address.print(1, 2);
        super.run(order);
        this.order = order;
        Order[] all = {order, new Order(1)};
        all[0].send();
        ((Customer) order.owner).greet();
        Generic.<Order>make(order).send();
        Outer.Inner inner = new Outer.Inner();
        Inner other = outer.new Inner(2);
        List<String> names = customers.stream().map(Customer::getName).map(this::clean).map(String::new).toList();
        Supplier<List<String>> maker = ArrayList<String>::new;
        Class<?> kind = Order.class;
        order.total++;
        --count;
        counts[index()] += 1;
        java.util.List<Order> list = java.util.List.of(order);
        Object o = flag ? order : null;
        return (order.next());
    }
}
