namespace CodeGraph.Tests.Indexing;

/// <summary>A few files in each language that use one another through imports, bases, members, constructors, extensions and inferred types.</summary>
internal static class SmallProjects
{
    public static (string Path, string Text)[] All() =>
    [
        ("Shop.cs", "namespace Store;\npublic interface IPriced { int Price(); }\npublic class Shop : IPriced\n{\n    private readonly int price;\n    public Shop(int price) { this.price = price; }\n    public int Price() { return price; }\n    public Shop Next() => new(price + 1);\n    public int this[int i] => price;\n}\n"),
        ("Till.cs", "using Store.Tools;\nnamespace Store;\npublic class Till(Shop shop)\n{\n    private Shop own = new(1);\n    public int Sum()\n    {\n        var next = shop.Next();\n        return next.Price() + own.Price().Twice() + next[2];\n    }\n}\npublic class Corner : Shop\n{\n    public Corner() : base(3) { }\n    public int Rent() => Price();\n}\n"),
        ("Numbers.cs", "namespace Store.Tools;\npublic static class Numbers\n{\n    public static int Twice(this int n) => 2 * n;\n    public static T First<T>(System.Collections.Generic.List<T> all) where T : IPriced => all[0];\n}\n"),
        ("Shop.java", "package store;\npublic class Shop {\n    protected int price;\n    public Shop(int price) { this.price = price; }\n    public int price() { return price; }\n    public Shop next() { return new Shop(price + 1); }\n}\n"),
        ("Till.java", "package store;\nimport store.tools.Numbers;\npublic class Till extends Shop {\n    public Till() { super(1); }\n    public int sum(Shop shop) { var n = shop.next(); return n.price() + Numbers.twice(price()); }\n}\n"),
        ("tools/Numbers.java", "package store.tools;\npublic final class Numbers {\n    public static int twice(int n) { return 2 * n; }\n    public static int twice(String s) { return twice(s.length()); }\n}\n"),
        ("go.mod", "module example.org/store\n"),
        ("shop/shop.go", "package shop\n\ntype Priced interface {\n\tPrice() int\n}\n\ntype Shop struct {\n\tprice int\n}\n\nfunc New(price int) *Shop { return &Shop{price: price} }\n\nfunc (s *Shop) Price() int { return s.price }\n\nfunc (s *Shop) Next() *Shop { return New(s.price + 1) }\n"),
        ("till/till.go", "package till\n\nimport \"example.org/store/shop\"\n\ntype Till struct {\n\t*shop.Shop\n}\n\nfunc (t Till) Sum(p shop.Priced) int {\n\tn := t.Next()\n\treturn n.Price() + p.Price() + shop.New(2).Price()\n}\n"),
        ("Cargo.toml", "[package]\nname = \"store\"\n"),
        ("src/lib.rs", "pub mod shop;\nmod till;\npub use shop::Shop;\npub trait Priced { fn price(&self) -> i32; }\n"),
        ("src/shop.rs", "use crate::Priced;\npub struct Shop { price: i32 }\nimpl Shop {\n    pub fn new(price: i32) -> Self { Shop { price } }\n    pub fn next(&self) -> Shop { Shop::new(self.price + 1) }\n}\nimpl Priced for Shop {\n    fn price(&self) -> i32 { self.price }\n}\n"),
        ("src/till.rs", "use crate::{Priced, Shop};\npub fn sum(shop: &Shop) -> i32 {\n    let next = shop.next();\n    next.price() + Shop::new(2).price()\n}\n"),
        ("shop.h", "#ifndef SHOP_H\n#define SHOP_H\nstruct shop { int price; };\n#define TWICE(n) (2 * (n))\nint shop_price(struct shop *s);\n#endif\n"),
        ("shop.c", "#include \"shop.h\"\nint shop_price(struct shop *s) { return s->price; }\nstatic int helper(void) { return 1; }\nint shop_sum(struct shop *s) { return TWICE(shop_price(s)) + helper(); }\n"),
        ("till.cpp", "#include \"shop.h\"\nnamespace store {\nclass Till {\npublic:\n    explicit Till(int n) : n_(n) {}\n    int sum(shop *s) const;\nprivate:\n    int n_;\n};\nint Till::sum(shop *s) const { return shop_price(s) + n_ + s->price; }\n}\n"),
        ("store/__init__.py", "from .shop import Shop\n"),
        ("store/shop.py", "class Shop:\n    def __init__(self, price):\n        self.price = price\n\n    def next(self):\n        return Shop(self.price + 1)\n\n    def total(self):\n        return self.price\n"),
        ("store/till.py", "from store import Shop\n\n\ndef twice(f):\n    return lambda n: f(n) + f(n)\n\n\n@twice\ndef cost(n):\n    return Shop(n).next().total()\n\n\ntable = {\"a\": cost}\ntable[\"a\"](1)\n"),
        ("web/shop.ts", "export interface Priced { price(): number; }\nexport class Shop implements Priced {\n  constructor(private cost: number) {}\n  price(): number { return this.cost; }\n  next(): Shop { return new Shop(this.cost + 1); }\n}\nexport default function open() { return new Shop(1); }\n"),
        ("web/till.ts", "import open, { Shop, Priced } from './shop';\nexport const sum = (p: Priced) => p.price() + open().next().price();\nfunction each(f: (s: Shop) => number) { return f(new Shop(2)); }\neach(s => s.price());\n"),
        ("web/old.js", "const { Shop } = require('./shop');\nfunction Counter() { this.n = 0; }\nCounter.prototype.up = function () { return this.n++; };\nmodule.exports = { Counter, make: () => new Counter().up() };\n"),
        ("shop.rb", "module Store\n  class Shop\n    attr_reader :price\n    def initialize(price)\n      @price = price\n    end\n    def next\n      Shop.new(price + 1)\n    end\n  end\nend\n"),
        ("till.rb", "require_relative 'shop'\nclass Till < Store::Shop\n  def sum\n    self.next.price + price\n  end\nend\n"),
        ("Shop.php", "<?php\nnamespace Store;\nclass Shop {\n    public function __construct(private int $price) {}\n    public function price(): int { return $this->price; }\n    public function next(): Shop { return new Shop($this->price + 1); }\n}\n"),
        ("Till.php", "<?php\nnamespace Store;\nuse Store\\Shop;\nfunction sum(Shop $shop): int { return $shop->next()->price(); }\n"),
    ];

    /// <summary>C# in which files learn of one another by types: bases, overloads, lambdas, heads of types, parts, conversions, and usings that hold everywhere.</summary>
    public static (string Path, string Text)[] Typed() =>
    [
        ("Goods.cs", "namespace Goods;\npublic interface IGood { int Price(); string Label(); }\npublic interface ISold : IGood { int Sold(); }\npublic abstract class Good : IGood\n{\n    protected int price;\n    public abstract int Price();\n    public virtual string Label() => \"good\";\n}\n"),
        ("Fruit.cs", "namespace Goods;\npublic partial class Fruit : Good\n{\n    public override int Price() => price;\n    public Fruit Ripe() => this;\n    public static implicit operator int(Fruit fruit) => fruit.price;\n}\npublic class Apple : Fruit\n{\n    public Apple() { price = 2; }\n}\n"),
        ("Fruit.More.cs", "namespace Goods;\npublic partial class Fruit : ISold\n{\n    public int Sold() => Label().Length + price;\n    public override string Label() => \"fruit\";\n}\n"),
        ("Basket.cs", "namespace Stock;\npublic class Basket<T>(T first) where T : IGood\n{\n    private readonly System.Collections.Generic.List<T> all = new() { first };\n    public T First() => all[0];\n    public int Sum() => First().Price() + first.Price();\n    public T this[int i] => all[i];\n    public System.Collections.Generic.IEnumerator<T> GetEnumerator() => all.GetEnumerator();\n}\npublic record Line(IGood Good, int Count);\npublic delegate int Rate(Fruit fruit);\n"),
        ("Usings.cs", "global using Goods;\nglobal using System.Linq;\n"),
        ("Till.cs", "using Stock;\nnamespace Shop;\npublic class Till\n{\n    public int Take(IGood good) => 1;\n    public int Take(ISold sold) => 2;\n    public int Take(int price) => 3;\n    public int Each(System.Func<Fruit, int> f) => 4;\n    public int Each(System.Func<string, int> f) => 5;\n    public int Run(Rate rate) => rate(new Apple());\n}\n"),
        ("Use.cs", "using Stock;\nnamespace Shop;\npublic class Use\n{\n    public int All(Till till, Basket<Apple> basket)\n    {\n        var apple = basket.First();\n        var line = new Line(apple, 2);\n        till.Take(apple);\n        till.Take(line.Good);\n        till.Each(x => x.Ripe().Price());\n        till.Each(x => x.Length);\n        till.Run(f => f.Sold());\n        foreach (var one in basket)\n            till.Take(one.Ripe());\n        return basket[0].Sold() + apple.Label().Length + apple.Half() + till.Take(basket.Sum());\n    }\n}\n"),
        ("More.cs", "namespace Shop;\npublic static class More\n{\n    public static int Half(this IGood good) => good.Price() / 2;\n    public static int Half(this Fruit fruit) => fruit.Sold() / 2;\n    public static T Twice<T>(this T good, System.Func<T, int> f) where T : ISold => good;\n}\npublic class Other\n{\n    private readonly Apple own = new();\n    public int Go(Till till) => own.Twice(a => a.Sold()).Price() + till.Take(own) + Line(new Stock.Line(own, 1));\n    private static int Line(Stock.Line line) => line is (Fruit f, 1) ? f.Sold() : line.Good.Price();\n}\n"),
    ];
}
