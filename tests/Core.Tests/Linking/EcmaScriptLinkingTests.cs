namespace CodeGraph.Tests.Linking;

public sealed class EcmaScriptLinkingTests
{
    [Fact]
    public void Types_and_values_of_one_name_are_told_apart() => LinkFixture.Check("""
        === a.ts
        interface Shape { size: number }
        const Shape = { size: 1 };
        type Only = number;
        const count = 1;
        let one: Shape; //? Shape: a.ts#Shape exact
        let two = Shape; //? Shape: a.ts#Shape(2) exact
        let three = Only; //? Only: unresolved
        let four: count; //? count: external
        one.size; //? size: a.ts#Shape.size typed
        export { Shape }; //? Shape: a.ts#Shape + a.ts#Shape(2) exact
        """);

    [Fact]
    public void What_a_block_or_an_unnamed_function_declares_stays_inside() => LinkFixture.Check("""
        === a.js
        hidden; //? hidden: unresolved
        bare; //? bare: unresolved
        (function () { function hidden() {} hidden(); }); //? hidden: a.js#hidden exact
        if (x) function bare() {}
        y; //? y: unresolved
        (class { y = 1; go() { this.y; } }); //? y: a.js#y exact
        class Other { y = 2; }
        """);

    [Fact]
    public void Assigning_to_an_undeclared_name_declares_it_where_it_is_assigned() => LinkFixture.Check("""
        === a.js
        total = 1;
        function add() { total = total + 1; } //? total: a.js#total exact
        function make() { later = 1; return later; } //? later: a.js#make.later exact
        later; //? later: unresolved
        var twice = 1;
        var twice = 2;
        twice; //? twice: a.js#twice(2) exact
        function seen() { return twice; } //? twice: a.js#twice exact
        === b.js
        total; //? total: unresolved
        """);

    [Fact]
    public void Labels_have_names_of_their_own() => LinkFixture.Check("""
        === a.js
        const outer = 1;
        outer: for (;;) { break outer; } //? outer: a.js#outer(2) exact
        outer; //? outer: a.js#outer exact
        """);

    [Fact]
    public void The_members_of_an_object_in_a_with_statement_are_names() => LinkFixture.Check("""
        === a.js
        const width = 1;
        const box = { width: 2 };
        with (box) { width; } //? width: a.js#box.width exact
        with ({ width: 3 }) { width; } //? width: a.js#width(2) exact
        with (other) { width; } //? width: a.js#width exact
        """);

    [Fact]
    public void Export_lists_name_what_the_file_holds_and_only_under_the_exported_name() => LinkFixture.Check("""
        === a.js
        function first() {}
        function second() {}
        export { first as renamed, second };
        export default function main() {}
        === b.js
        export { default as start } from "./a.js";
        import { second as other } from "./a.js";
        export { other };
        === c.js
        import { first } from "./a.js"; //? first: unresolved
        import { renamed, main } from "./a.js"; //? renamed: a.js#first exact; main: unresolved; ./a.js: a.js exact
        import { start, other } from "./b.js"; //? start: a.js#main exact; other: a.js#second exact
        """);

    [Fact]
    public void CommonJs_modules_are_their_own_default() => LinkFixture.Check("""
        === a.js
        exports.go = function () {};
        === b.js
        const a = require("./a.js");
        module.exports = a;
        === c.js
        import mod from "./a.js";
        mod.go(); //? go: a.js#go exact
        const b = require("./b.js");
        b.go(); //? go: a.js#go exact
        === esm.js
        export function go() {}
        === d.js
        import none from "./esm.js";
        none.go(); //? go: unresolved
        async function load() {
            const late = await import("./a.js");
            late.go(); //? late: d.js#load.late exact; go: a.js#go exact
        }
        """);

    [Fact]
    public void Keys_of_object_literals_are_members_of_the_expected_type() => LinkFixture.Check("""
        === types.ts
        export interface Person { name: string; address?: Address; friends: Person[] }
        export interface Address { street: string }
        export type Named = Person & Address;
        export interface Stranger { nick: string }
        === a.ts
        import { Person, Named } from "./types";
        function greet(who: Person, all: Person[]) {}
        const one: Person = { name: "a", friends: [{ name: "b", friends: [] }] }; //? name: types.ts#Person.name typed
        function make(): Named { return { street: "s", name: "n" }; } //? street: types.ts#Address.street typed; name: types.ts#Person.name typed
        greet({ name: "x", address: { street: "s" } }, []); //? name: types.ts#Person.name typed; street: types.ts#Address.street typed
        greet(one, [{ name: "y" }]); //? name: types.ts#Person.name typed
        greet({ nick: 1 }, []); //? nick: unresolved
        function run(mystery: any) { mystery({ nick: 1 }); } //? nick: unresolved
        nowhere({ nick: 1 }); //? nick: external
        """);

    [Fact]
    public void Elements_and_promises_keep_their_type() => LinkFixture.Check("""
        === a.ts
        interface Item { price: number }
        class Other { price = 1 }
        function total(items: Item[], byName: Map<string, Item>, load: () => Promise<Item>) {
            for (const item of items) item.price; //? price: a.ts#Item.price typed
            items.map(each => each.price); //? price: a.ts#Item.price typed
            items.filter(each => each.price > 1)[0].price; //? price: a.ts#Item.price typed
            items.find(each => true)!.price; //? price: a.ts#Item.price typed
            byName.get("a")?.price; //? price: a.ts#Item.price typed
            items.price; //? price: external
        }
        async function run(load: () => Promise<Item>, part: Partial<Item>) {
            (await load()).price; //? price: a.ts#Item.price typed
            part.price; //? price: a.ts#Item.price typed
            load.price; //? price: a.ts#Item.price + a.ts#Other.price ambiguous
        }
        enum Color { Red }
        function paint(color: Color) { color.Red; Color.Red; } //? Red: unresolved, a.ts#Color.Red exact
        """);

    [Fact]
    public void This_of_an_arrow_function_in_an_object_is_that_of_what_is_around() => LinkFixture.Check("""
        === a.js
        class Channel {
            open() { return { emit: () => this.send(), close() { this.send(); } }; } //? send: a.js#Channel.send typed, unresolved
            send() {}
        }
        class Stranger { send() {} }
        """);

    [Fact]
    public void Modules_are_found_as_the_compiler_finds_them() => LinkFixture.Check("""
        === tsconfig.json
        { "compilerOptions": { "rootDirs": ["src/core", "src/generated"] } }
        === package.json
        { "name": "root" }
        === src/generated/messages.ts
        export const hello = 1;
        === src/core/index.ts
        import { hello } from "./messages"; //? hello: src/generated/messages.ts#hello exact
        import { part } from "virtual:part"; //? part: src/ambient.d.ts#virtual:part.part exact
        import image from "./logo.svg"; //? image: unresolved
        let v = version; //? version: src/ambient.d.ts#version exact
        let w = notGlobal; //? notGlobal: unresolved
        === src/ambient.d.ts
        declare module "virtual:part" { export const part: number; }
        declare const version: string;
        === src/module.ts
        const notGlobal = 1;
        export {};
        === app/package.json
        { "name": "app", "dependencies": { "seen": "1" } }
        === app/main.ts
        import { a } from "seen"; //? a: seen/index.ts#a exact
        import { b } from "unseen"; //? b: external
        === seen/package.json
        { "name": "seen" }
        === seen/index.ts
        export const a = 1;
        === unseen/package.json
        { "name": "unseen" }
        === unseen/index.ts
        export const b = 1;
        """);

    [Fact]
    public void Parts_of_a_namespace_see_what_the_other_parts_export() => LinkFixture.Check("""
        === a.ts
        namespace N { let hidden = 1; export let shown = 2; }
        namespace N { export let x = hidden; export let y = shown; } //? hidden: unresolved; shown: a.ts#N.shown exact
        """);

    [Fact]
    public void Type_arguments_stand_for_type_parameters() => LinkFixture.Check("""
        === a.ts
        interface Item { price: number }
        class Other { price = 1; colour = 2 }
        class Box<T> { constructor(public value: T, public all: T[]) {} open(): T { return this.value; } }
        function same<T>(value: T): T { return value; }
        function load<T>(): Box<Item> { return null; }
        function keyed<K extends Other>(value: K) { value.colour; } //? colour: a.ts#Other.colour typed
        function go(box: Box<Item>, item: Item, raw: Box<unknown>) {
            box.value.price; //? price: a.ts#Item.price typed
            box.open().price; //? price: a.ts#Item.price typed
            box.all[0].price; //? price: a.ts#Item.price typed
            same<Item>(null).price; //? price: a.ts#Item.price typed
            same(item).price; //? price: a.ts#Item.price typed
            raw.open().price; //? price: a.ts#Item.price + a.ts#Other.price ambiguous
            [1].map<Item>(n => ({ price: n, colour: 1 })); //? price: a.ts#Item.price typed; colour: unresolved
            const keyed: Item = { "price": 1 }; //? price: a.ts#Item.price typed
            load<Other>().value.price; //? price: a.ts#Item.price typed
            const mine = new Box<Item>({ price: 1 }, [{ price: 2 }]); //? price: a.ts#Item.price typed
            mine.open().price; //? price: a.ts#Item.price typed
        }
        """);

    [Fact]
    public void What_nothing_in_the_repository_is_called_is_external() => LinkFixture.Check("""
        === a.ts
        class Parser { parseAll() {} }
        function go(text: string, mystery) {
            text.parseAll(); //? parseAll: external
            mystery.toFixed(); //? toFixed: external
            mystery.parseAll(); //? parseAll: a.ts#Parser.parseAll unique
        }
        """);

    [Fact]
    public void Attributes_of_a_component_are_members_of_its_parameter() => LinkFixture.Check("""
        === parts.tsx
        export const Tab: React.FC<{ title: string }> = ({ title }) => <p>{title}</p>;
        export function Row({ height }: { height: number }) { return <p>{height}</p>; }
        interface Props { wide: boolean }
        export const Cell = ({ wide }: Props) => <p>{wide}</p>;
        === use.tsx
        import { Tab, Row, Cell } from "./parts";
        const a = <Tab title="a" other={1} />; //? title: parts.tsx#Tab.title typed; other: unresolved
        const b = <Row height={1} />; //? height: parts.tsx#Row.height(2) typed
        const c = <Cell wide={true} />; //? wide: parts.tsx#Props.wide typed
        const other = 1;
        """);

    [Fact]
    public void What_a_constructor_function_sets_is_a_member_of_what_it_makes() => LinkFixture.Check("""
        === a.js
        function Node() { this.sibling = null; }
        function walk(node) { node.sibling; new Node().sibling; } //? sibling: a.js#Node.sibling unique, a.js#Node.sibling typed
        """);

    [Fact]
    public void A_function_that_the_file_constructs_with_has_the_members_it_sets() => LinkFixture.Check("""
        === a.js
        function point(x) { this.x = x; }
        function clicked() { this.done = true; } //? done: external
        const p = new point({ deep: 1 });
        p.x; //? x: a.js#point.x(2) typed
        p.x.deep; //? deep: a.js#deep typed
        """);

    [Fact]
    public void Keys_of_objects_that_functions_of_the_file_are_given_are_members() => LinkFixture.Check("""
        === a.js
        import { send } from "./b.js";
        start({ port: 1, inner: { depth: 2 } });
        function start(options) {
            options.port; //? port: a.js#port typed
            options.inner.depth; //? depth: a.js#inner.depth typed
        }
        send({ body: 1 }); //? body: unresolved
        const [first, second = first] = [{ size: 1 }];
        second.size; //? size: a.js#size typed
        === b.js
        export function send(message) { message.body; } //? body: external
        """);

    [Fact]
    public void Objects_in_an_array_are_told_apart() => LinkFixture.Check("""
        === a.js
        const rows = [{ id: 1 }, { id: 2 }];
        rows[0].id; //? id: a.js#rows.id typed
        rows[1].id; //? id: a.js#rows.id(2) typed
        """);

    [Fact]
    public void The_text_of_an_index_names_a_member() => LinkFixture.Check("""
        === a.ts
        interface Box { size: number; lid: Lid }
        interface Lid { colour: string }
        const table = { run() {} };
        function open(box: Box, other: any) {
            box["size"] = 1; //? size: a.ts#Box.size typed
            box["lid"].colour; //? lid: a.ts#Box.lid typed; colour: a.ts#Lid.colour typed
            table["run"]; //? run: a.ts#table.run exact
            other["size"] = box.size; //? size: a.ts#Box.size typed
        }
        """);

    [Fact]
    public void A_function_sees_all_that_it_is_given() => LinkFixture.Check("""
        === a.js
        const item = { price: 1 };
        function all() { return arguments; }
        all(item)[0].price; //? price: a.js#item.price typed
        const later = function () { return () => arguments; };
        later(item)()[0].price; //? price: a.js#item.price typed
        const none = () => arguments;
        none(item)[0].length; //? length: external
        (function () { arguments[0].price; })(item); //? price: a.js#item.price typed
        """);

    [Fact]
    public void A_module_can_name_itself_for_scripts() => LinkFixture.Check("""
        === lib/index.d.ts
        export const version: Version;
        export interface Version { major: number }
        export as namespace Lib;
        === app/a.ts
        Lib.version.major; //? Lib: lib/index.d.ts#Lib exact; version: lib/index.d.ts#version exact; major: lib/index.d.ts#Version.major typed
        """);

    [Fact]
    public void Assigning_to_an_object_that_is_written_out_declares_members() => LinkFixture.Check("""
        === a.js
        export const api = {};
        api.version = 1; //? api: a.js#api exact
        api.version = 2; //? version: a.js#api.version exact
        function read(other) { api.version; other.size = 1; } //? version: a.js#api.version exact; size: external
        function make() {
            const local = { inner: 1 };
            local.added = 2;
            return local.inner + local.added; //? inner: a.js#make.local.inner typed; added: a.js#make.local.added exact
        }
        === b.js
        import { api } from "./a.js";
        api.version; //? version: a.js#api.version exact
        """);

    [Fact]
    public void The_last_entry_of_a_key_counts() => LinkFixture.Check("""
        === a.js
        function one() {}
        function two() {}
        const table = { 1: one, "1": two };
        table[1](); //? (): a.js#two typed
        """);
}
