using System.Reflection;
using CodeGraph.Gateway.GraphQL.Schema;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>The schema and the records that it is bound to say the same.</summary>
public sealed class SchemaTests
{
    private static readonly GraphQLSchema Schema = CodeGraphSchema.Create();

    [Theory]
    [InlineData(typeof(SymbolKind))]
    [InlineData(typeof(Language))]
    [InlineData(typeof(RelationKind))]
    [InlineData(typeof(Tier))]
    [InlineData(typeof(ReferenceRole))]
    [InlineData(typeof(ReferenceState))]
    [InlineData(typeof(CaseMatching))]
    [InlineData(typeof(ComplexityMeasure))]
    [InlineData(typeof(IndexPhase))]
    [InlineData(typeof(TestRule))]
    [InlineData(typeof(EntryRule))]
    [InlineData(typeof(ContextRole))]
    public void An_enumeration_has_the_members_of_the_engine(Type type)
    {
        var names = Enum.GetValues(type).Cast<Enum>().Select(EnumNames.Of);

        Assert.Equal(names, ((EnumType)Schema.Types[type.Name]).Values.Keys);
    }

    [Fact]
    public void Every_enumeration_of_the_schema_is_one_of_the_engine() => Assert.Equal(
        12, Schema.Types.Values.OfType<EnumType>().Count(t => !t.Name.StartsWith("__", StringComparison.Ordinal)));

    /// <summary>A record may promise more than the schema; never less.</summary>
    [Theory]
    [InlineData("Symbol", typeof(SymbolInfo))]
    [InlineData("Relation", typeof(RelationInfo))]
    [InlineData("Reference", typeof(ReferenceInfo))]
    [InlineData("Repository", typeof(RepositoryStatus))]
    [InlineData("IndexJob", typeof(IndexProgress))]
    [InlineData("IndexSummary", typeof(IndexSummary))]
    [InlineData("Source", typeof(AnswerSource))]
    [InlineData("RelationConnection", typeof(RelationsAnswer))]
    [InlineData("References", typeof(ReferencesAnswer))]
    [InlineData("ImpactConnection", typeof(ImpactAnswer))]
    [InlineData("Test", typeof(TestInfo))]
    [InlineData("EntryPoint", typeof(EntryPointInfo))]
    [InlineData("RelationPath", typeof(PathAnswer))]
    [InlineData("SymbolConnection", typeof(SearchAnswer))]
    [InlineData("TextConnection", typeof(TextAnswer))]
    [InlineData("TextLine", typeof(TextLineInfo))]
    [InlineData("DependencyConnection", typeof(DependenciesAnswer))]
    [InlineData("Cycle", typeof(CycleInfo))]
    [InlineData("UnreferencedConnection", typeof(UnreferencedAnswer))]
    [InlineData("Central", typeof(CentralInfo))]
    [InlineData("ComplexConnection", typeof(ComplexAnswer))]
    [InlineData("SourceSlice", typeof(SourceSlice))]
    [InlineData("ContextItem", typeof(ContextItem))]
    [InlineData("Context", typeof(ContextAnswer))]
    public void What_is_never_null_in_the_schema_is_never_null_in_the_record(string type, Type record)
    {
        var nullability = new NullabilityInfoContext();
        var broken = ((ObjectType)Schema.Types[type]).Fields.Values.Where(f => f.Type is NonNullType)
            .Select(f => record.GetProperty(char.ToUpperInvariant(f.Name[0]) + f.Name[1..]))
            .Where(p => p is not null && nullability.Create(p).ReadState != NullabilityState.NotNull).Select(p => p!.Name);

        Assert.Empty(broken);
    }
}
