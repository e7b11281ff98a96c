namespace CodeGraph.Tests.Linking;

public sealed class GoLinkingTests
{
    [Fact]
    public void Structs_without_a_name_belong_to_what_has_their_type() => LinkFixture.Check("""
        === a.go
        package a
        type Other struct { input string }
        type Holder struct { items []struct { id int } }
        func param(p struct{ deep int }) int { return p.deep } //? deep: a.go#param.p.deep exact
        func tables(h Holder) {
            tests := []struct { input string; want int }{{"a", 1}}
            for _, test := range tests {
                use(test.input) //? input: a.go#tables.tests.input typed
            }
            for _, tt := range []struct { name string }{{"x"}} {
                use(tt.name) //? name: a.go#tables.tt.name exact
            }
            for _, other := range []Other{{"y"}} {
                use(other.input) //? input: a.go#Other.input typed
            }
            first := tests[0]
            use(first.want) //? want: a.go#tables.tests.want typed
            for _, item := range h.items {
                use(item.id) //? id: a.go#Holder.items.id typed
            }
        }
        func use(v any) {}
        """);

    [Fact]
    public void Constraints_and_switches_tell_types() => LinkFixture.Check("""
        === a.go
        package a
        type Person interface { Work() }
        type Robot struct{}
        func (r *Robot) Work() {}
        func (r *Robot) Charge() {}
        type Plant struct{}
        func (p Plant) Charge() {}
        func each[T Person](things []T) {
            for _, v := range things {
                v.Work() //? Work: a.go#Person.Work typed
            }
        }
        func narrow(x any) {
            switch v := x.(type) {
            case *Robot:
                v.Charge() //? Charge: a.go#Robot.Charge typed
            case Plant:
                v.Charge() //? Charge: a.go#Plant.Charge typed
            }
        }
        """);

    [Fact]
    public void Names_of_containers_hold_what_those_hold() => LinkFixture.Check("""
        === a.go
        package a
        type Page struct { Path string }
        type Link struct { Path string }
        type Pages []*Page
        type ByName map[string]Page
        func (p Pages) Len() int { return len(p[0].Path) } //? Path: a.go#Page.Path typed
        func find() Pages { return nil }
        func go_(all Pages, by ByName) {
            for _, p := range all {
                use(p.Path) //? Path: a.go#Page.Path typed
            }
            use(by["x"].Path) //? Path: a.go#Page.Path typed
            for _, p := range find() {
                use(p.Path) //? Path: a.go#Page.Path typed
            }
        }
        func use(v any) {}
        """);

    [Fact]
    public void A_literal_names_its_type_and_calls_nothing()
    {
        var snapshot = LinkFixture.Link("""
            === a.go
            package a
            type User struct { name string }
            func make() *User { return &User{name: "x"} }
            """);
        var roles = new List<string>();
        for (var i = 0; i < snapshot.ReferenceCount; i++)
            roles.Add($"{snapshot.Reference(i).Role} {snapshot.Reference(i).State}");
        Assert.Equal(["Type External", "Type Resolved", "Type Resolved", "Write Resolved"], roles);
    }

    [Fact]
    public void Types_that_embed_an_implementation_implement_the_interface()
    {
        var snapshot = LinkFixture.Link("""
            === a.go
            package a
            type Closer interface { Close(now bool) }
            type File struct{}
            func (f *File) Close(now bool) {}
            type Log struct{ File }
            type Shut struct{}
            func (s Shut) Close() {}
            """);
        var lines = new List<string>();
        foreach (var relation in Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation))
            lines.Add($"{snapshot.Symbol(relation.From).Line} {relation.Kind} {snapshot.Symbol(relation.To).Line}");
        Assert.Equal(["3 Implements 2", "4 Implements 2", "5 Inherits 3", "5 Implements 2"], lines);
    }
}
