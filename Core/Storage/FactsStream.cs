namespace CodeGraph.Storage;

/// <summary>The streams of a block of facts: what stands in one is alike, and compresses the better for it. Part of the layout; see <see cref="FactsCodec.Version"/>.</summary>
internal enum FactsStream
{
    File,
    StringLength, TextLength, Identifiers, Texts,
    ScopeKind, ScopeParent, ScopeOwner,
    DefinitionHead, DefinitionKind, DefinitionFlags, DefinitionName, DefinitionParent, DefinitionScope, DefinitionLine, DefinitionColumn, DefinitionLinesBefore,
    DefinitionLinesAfter, DefinitionStart, DefinitionLength, DefinitionArity, DefinitionDocumentation, DefinitionSignature, DefinitionDeclaredType, DefinitionElementType,
    DefinitionReceiver, DefinitionValueKind, DefinitionValue, DefinitionNextSame, DefinitionBodyScope, DefinitionVisibility,
    Imports, ImportNames,
    ReferenceHead, ReferenceName, ReferenceLine, ReferenceColumn, ReferenceStep, ReferenceScope, ReferenceContainer, ReferenceFlags, ReferenceQualifierKind, ReferenceQualifier,
    ReferenceArguments, ReferenceDefinition, ReferenceImport,
    Implementations,
    FlowDefinition, FlowKind, FlowValue,
    ArgumentCall, ArgumentPosition, ArgumentName, ArgumentKind, ArgumentValue,
    SlotKind, SlotOperandKind, SlotOperand, SlotFirst, SlotCount,
    EntryKey, EntryKind, EntryValue, EntryDefinition,
    StoreKind, StoreTarget, StoreValue,
    ReachingUse, ReachingKind, ReachingValue,
    TypeArgumentGeneric, TypeArgumentPosition, TypeArgumentType,
    ExpressionHead, ExpressionFlags, ExpressionSubject, ExpressionFirst, ExpressionNext, ExpressionParent,
    MetricsCyclomatic, MetricsCognitive, MetricsNesting,
    OriginDefinition, OriginType, OriginValue, OriginElement,

    /// <summary>How many there are.</summary>
    Count,
}
