using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages;

/// <summary>What a node does to the flow of control.</summary>
public enum ControlShape : byte
{
    None = 0,
    If,

    /// <summary>A further condition of an if, in grammars where that is a node of its own.</summary>
    ElseIf,

    /// <summary>What runs otherwise; of an if where it stands directly in one.</summary>
    Else,
    Loop,
    Switch,

    /// <summary>A case of a switch; the default one is told by its text.</summary>
    Case,
    Catch,
    Ternary,

    /// <summary>Two operands with an operator between them, which may be a logical one.</summary>
    Binary,

    /// <summary>A condition without a block: the filter of a comprehension.</summary>
    Filter,

    /// <summary>A function as a value.</summary>
    Function,

    /// <summary>A jump, where it names a label.</summary>
    Jump,
}

/// <summary>Which nodes branch, loop and nest, by language. A language without a table here has no complexity: it is unknown, not zero.</summary>
internal static class ControlTables
{
    public static void Describe(Language language, NodeTable table)
    {
        switch (language)
        {
            case Language.Python:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.ElseIf, "elif_clause");
                table.Control(ControlShape.Else, "else_clause");
                table.Control(ControlShape.Loop, "for_statement", "while_statement");
                table.Control(ControlShape.Switch, "match_statement");
                table.Control(ControlShape.Case, "case_clause");
                table.Control(ControlShape.Catch, "except_clause");
                table.Control(ControlShape.Ternary, "conditional_expression");
                table.Control(ControlShape.Binary, "boolean_operator");
                table.Control(ControlShape.Filter, "if_clause");
                table.Control(ControlShape.Function, "lambda");
                break;
            case Language.JavaScript or Language.TypeScript or Language.Tsx:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.Else, "else_clause");
                table.Control(ControlShape.Loop, "for_statement", "for_in_statement", "while_statement", "do_statement");
                table.Control(ControlShape.Switch, "switch_statement");
                table.Control(ControlShape.Case, "switch_case");
                table.Control(ControlShape.Catch, "catch_clause");
                table.Control(ControlShape.Ternary, "ternary_expression");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "arrow_function", "function_expression", "generator_function");
                table.Control(ControlShape.Jump, "break_statement", "continue_statement");
                break;
            case Language.Java:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.Loop, "for_statement", "enhanced_for_statement", "while_statement", "do_statement");
                table.Control(ControlShape.Switch, "switch_expression");
                table.Control(ControlShape.Case, "switch_label");
                table.Control(ControlShape.Catch, "catch_clause");
                table.Control(ControlShape.Ternary, "ternary_expression");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "lambda_expression");
                table.Control(ControlShape.Jump, "break_statement", "continue_statement");
                break;
            case Language.Go:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.Loop, "for_statement");
                table.Control(ControlShape.Switch, "expression_switch_statement", "type_switch_statement", "select_statement");
                table.Control(ControlShape.Case, "expression_case", "type_case", "communication_case");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "func_literal");
                table.Control(ControlShape.Jump, "break_statement", "continue_statement", "goto_statement");
                break;
            case Language.Rust:
                table.Control(ControlShape.If, "if_expression");
                table.Control(ControlShape.Else, "else_clause");
                table.Control(ControlShape.Loop, "for_expression", "while_expression", "loop_expression");
                table.Control(ControlShape.Switch, "match_expression");
                table.Control(ControlShape.Case, "match_arm");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "closure_expression");
                break;
            case Language.CSharp:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.Loop, "for_statement", "foreach_statement", "while_statement", "do_statement");
                table.Control(ControlShape.Switch, "switch_statement", "switch_expression");
                table.Control(ControlShape.Case, "switch_section", "switch_expression_arm");
                table.Control(ControlShape.Catch, "catch_clause");
                table.Control(ControlShape.Ternary, "conditional_expression");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "lambda_expression", "anonymous_method_expression");
                table.Control(ControlShape.Jump, "goto_statement");
                break;
            case Language.C or Language.Cpp:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.Else, "else_clause");
                table.Control(ControlShape.Loop, "for_statement", "while_statement", "do_statement");
                table.Control(ControlShape.Switch, "switch_statement");
                table.Control(ControlShape.Case, "case_statement");
                table.Control(ControlShape.Ternary, "conditional_expression");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Jump, "goto_statement");
                if (language == Language.Cpp)
                {
                    table.Control(ControlShape.Loop, "for_range_loop");
                    table.Control(ControlShape.Catch, "catch_clause");
                    table.Control(ControlShape.Function, "lambda_expression");
                }
                break;
            case Language.Ruby:
                table.Control(ControlShape.If, "if", "unless", "if_modifier", "unless_modifier");
                table.Control(ControlShape.ElseIf, "elsif");
                table.Control(ControlShape.Else, "else");
                table.Control(ControlShape.Loop, "while", "until", "for", "while_modifier", "until_modifier");
                table.Control(ControlShape.Switch, "case", "case_match");
                table.Control(ControlShape.Case, "when", "in_clause");
                table.Control(ControlShape.Catch, "rescue", "rescue_modifier");
                table.Control(ControlShape.Ternary, "conditional");
                table.Control(ControlShape.Binary, "binary");
                table.Control(ControlShape.Function, "block", "do_block", "lambda");
                break;
            case Language.Php:
                table.Control(ControlShape.If, "if_statement");
                table.Control(ControlShape.ElseIf, "else_if_clause");
                table.Control(ControlShape.Else, "else_clause");
                table.Control(ControlShape.Loop, "for_statement", "foreach_statement", "while_statement", "do_statement");
                table.Control(ControlShape.Switch, "switch_statement", "match_expression");
                table.Control(ControlShape.Case, "case_statement", "match_conditional_expression");
                table.Control(ControlShape.Catch, "catch_clause");
                table.Control(ControlShape.Ternary, "conditional_expression");
                table.Control(ControlShape.Binary, "binary_expression");
                table.Control(ControlShape.Function, "anonymous_function", "arrow_function");
                table.Control(ControlShape.Jump, "goto_statement");
                break;
        }
    }
}
