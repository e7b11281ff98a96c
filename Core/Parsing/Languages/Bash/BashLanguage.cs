using System.Collections.Frozen;
using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Bash;

/// <summary>Bash: functions are called like commands, variables are global unless a function says <c>local</c>.</summary>
internal sealed class BashLanguage : LanguageDefinition
{
    /// <summary>Commands of the shell itself, which no function of a repository stands behind.</summary>
    private static readonly FrozenSet<string> BuiltIns = new[]
    {
        ".", ":", "[", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen", "complete", "compopt", "continue", "dirs", "disown", "echo", "enable", "eval",
        "exec", "exit", "false", "fc", "fg", "getopts", "hash", "help", "history", "jobs", "kill", "let", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray",
        "return", "set", "shift", "shopt", "source", "suspend", "test", "times", "trap", "true", "type", "ulimit", "umask", "unalias", "wait",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BuiltInLookup = BuiltIns.GetAlternateLookup<ReadOnlySpan<char>>();

    private byte name, body, value, argument, variable;
    private KindSet words = null!, variableNames = null!, commands = null!, strings = null!, stringContent = null!, concatenations = null!, subscripts = null!, declarations = null!,
        assignments = null!, operations = null!, rawStrings = null!;

    public override Language Language => Language.Bash;

    public override string GrammarName => "bash";

    public override IReadOnlyList<string> Extensions => [".sh", ".bash"];

    public override IReadOnlyList<string> FileNames => [".bashrc", ".bash_profile", ".bash_aliases", ".bash_login", ".bash_logout"];

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        body = table.Field("body");
        value = table.Field("value");
        argument = table.Field("argument");
        variable = table.Field("variable");
        words = table.Kinds("word");
        variableNames = table.Kinds("variable_name");
        commands = table.Kinds("command");
        strings = table.Kinds("string");
        rawStrings = table.Kinds("raw_string");
        stringContent = table.Kinds("string_content");
        concatenations = table.Kinds("concatenation");
        subscripts = table.Kinds("subscript");
        declarations = table.Kinds("declaration_command");
        assignments = table.Kinds("variable_assignment");
        operations = table.Kinds("binary_expression", "postfix_expression", "unary_expression");

        table.Identifier(ReferenceRole.Read, "variable_name");
        table.Literal("string", "raw_string", "number", "array");
        table.Comment("comment");
        table.On(Function, "function_definition");
        table.On(Declaration, "declaration_command");
        table.On(Assignment, "variable_assignment");
        table.On((facts, node) => DefineGlobal(facts, facts.Child(node, variable), node), "for_statement");
        table.On(CountingLoop, "c_style_for_statement");
        table.On(Command, "command");
        table.On(DropParameter, "simple_expansion", "expansion");
        table.On((facts, node) => facts.SetRole(facts.FirstNamedChild(node), ReferenceRole.Write), "unset_command");
    }

    // A function is seen everywhere once the shell has read it, wherever it stands.
    private void Function(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.Function, nameNode, node, facts.Child(node, body), scope: 0);
        facts.SetArity(definition, 0, 254);
        facts.OpenScope(node, ScopeKind.Function, definition);
    }

    private void Declaration(FactsBuilder facts, int node)
    {
        var keyword = facts.Text(node);
        var isLocal = facts.InFunction && (keyword.StartsWith("local"u8) || keyword.StartsWith("declare"u8) || keyword.StartsWith("typeset"u8)) && !HasOption(facts, node, (byte)'g');
        var isConstant = keyword.StartsWith("readonly"u8) || HasOption(facts, node, (byte)'r');
        var isExported = keyword.StartsWith("export"u8) || HasOption(facts, node, (byte)'x');
        foreach (var child in facts.Children(node))
        {
            var target = facts.Is(child, assignments) ? Target(facts, child) : child;
            if (!facts.Is(target, variableNames))
                continue;
            var known = facts.DefinitionOf(target);
            var scope = isLocal ? facts.NearestScope(ScopeKind.Function) : ScopeOf(facts, target);
            var definition = known >= 0 ? known : facts.DefineOrWrite(isConstant ? SymbolKind.Constant : SymbolKind.Variable, target, child, scope);
            if (isExported)
                facts.AddFlags(definition, DefinitionFlags.Exported);
            if (facts.Is(child, assignments))
                facts.SetOrigin(definition, -1, facts.Child(child, value));
        }
    }

    private bool HasOption(FactsBuilder facts, int node, byte option)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, words) && facts.Text(child).StartsWith("-"u8) && facts.Text(child).Contains(option))
                return true;
        }
        return false;
    }

    private void Assignment(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (facts.Is(parent, declarations))
            return;
        var target = Target(facts, node);
        if (target < 0)
            return;
        // `X=1 command` holds for that command alone.
        if (facts.Is(parent, commands) && facts.Child(parent, name) >= 0)
            facts.SetRole(target, ReferenceRole.Write);
        else
            DefineGlobal(facts, target, node, facts.Child(node, value));
    }

    private int Target(FactsBuilder facts, int assignment)
    {
        var target = facts.Child(assignment, name);
        return facts.Is(target, subscripts) ? facts.Child(target, name) : target;
    }

    private static void DefineGlobal(FactsBuilder facts, int target, int node, int source = -1)
    {
        if (target < 0)
            return;
        var definition = facts.DefineOrWrite(SymbolKind.Variable, target, node, ScopeOf(facts, target));
        if (source >= 0)
            facts.SetOrigin(definition, -1, source);
    }

    /// <summary>The scope that an assignment writes to: the function's where it declared the name, else the file's.</summary>
    private static int ScopeOf(FactsBuilder facts, int target)
    {
        var function = facts.NearestScope(ScopeKind.Function);
        return facts.FindInScope(function, facts.Text(target)) >= 0 ? function : 0;
    }

    private void CountingLoop(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            foreach (var operand in facts.Children(facts.Is(child, operations) ? child : -1))
            {
                if (facts.Is(operand, words) && IsVariable(facts.Text(operand)))
                    facts.MarkName(operand);
            }
        }
    }

    private void Command(FactsBuilder facts, int node)
    {
        var leaf = facts.FirstNamedChild(facts.Child(node, name));
        if (!facts.Is(leaf, words))
            return;
        var text = facts.Text(leaf);
        var count = 0;
        var first = -1;
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != argument)
                continue;
            first = count++ == 0 ? child : first;
        }
        if (text.SequenceEqual("source"u8) || text.SequenceEqual("."u8))
            Source(facts, first);
        else if (text.SequenceEqual("read"u8) || text.SequenceEqual("mapfile"u8) || text.SequenceEqual("readarray"u8))
            ReadInto(facts, node);
        else if (text.SequenceEqual("trap"u8) && facts.Is(first, words) && IsCommand(facts.Text(first)))
            Call(facts, first, 0);
        else if (IsCommand(text))
            Call(facts, leaf, count);
    }

    private static void Call(FactsBuilder facts, int leaf, int count)
    {
        facts.MarkName(leaf);
        facts.SetCall(leaf, count);
    }

    private void ReadInto(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != argument || !facts.Is(child, words) || !IsVariable(facts.Text(child)))
                continue;
            facts.MarkName(child);
            DefineGlobal(facts, child, child);
        }
    }

    // `source "$DIR/lib.sh"`: a path behind a variable mostly starts at the script's own folder.
    private void Source(FactsBuilder facts, int path)
    {
        if (path < 0)
            return;
        var at = path;
        if (facts.Is(path, strings) || facts.Is(path, concatenations))
        {
            at = facts.LastNamedChild(path);
            if (!facts.Is(at, stringContent) && !facts.Is(at, words))
                return;
        }
        else if (!facts.Is(path, words) && !facts.Is(path, rawStrings))
        {
            return;
        }
        var text = facts.Text(at).Trim("'\""u8);
        if (at != path && facts.FirstNamedChild(path) != at)
            text = text.TrimStart((byte)'/');
        if (text.IsEmpty)
            return;
        facts.Import(ImportKind.Include, text, default, default, at, ImportFlags.Relative);
        facts.MarkName(at);
        facts.SetRole(at, ReferenceRole.Import, ReferenceFlags.Path | ReferenceFlags.Rooted);
    }

    // $1 and $@ are no names.
    private void DropParameter(FactsBuilder facts, int node)
    {
        var child = facts.FirstNamedChild(node);
        if (facts.Is(child, variableNames) && !IsVariable(facts.Text(child)))
            facts.Consume(child);
    }

    private static bool IsVariable(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit((char)text[0]))
            return false;
        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != (byte)'_')
                return false;
        }
        return true;
    }

    private static bool IsCommand(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[16];
        if (text.IsEmpty || text.IndexOfAny("/$*?~=%\\"u8) >= 0 || !(char.IsAsciiLetter((char)text[0]) || text[0] == (byte)'_'))
            return false;
        return text.Length > characters.Length || !BuiltInLookup.Contains(characters[..Encoding.UTF8.GetChars(text, characters)]);
    }
}
