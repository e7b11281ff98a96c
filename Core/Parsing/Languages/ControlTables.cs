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
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.ElseIf, "elif_clause");
                table.Complexity(ControlShape.Else, "else_clause");
                table.Complexity(ControlShape.Loop, "for_statement", "while_statement");
                table.Complexity(ControlShape.Switch, "match_statement");
                table.Complexity(ControlShape.Case, "case_clause");
                table.Complexity(ControlShape.Catch, "except_clause");
                table.Complexity(ControlShape.Ternary, "conditional_expression");
                table.Complexity(ControlShape.Binary, "boolean_operator");
                table.Complexity(ControlShape.Filter, "if_clause");
                table.Complexity(ControlShape.Function, "lambda");
                break;
            case Language.JavaScript or Language.TypeScript or Language.Tsx:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.Else, "else_clause");
                table.Complexity(ControlShape.Loop, "for_statement", "for_in_statement", "while_statement", "do_statement");
                table.Complexity(ControlShape.Switch, "switch_statement");
                table.Complexity(ControlShape.Case, "switch_case");
                table.Complexity(ControlShape.Catch, "catch_clause");
                table.Complexity(ControlShape.Ternary, "ternary_expression");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "arrow_function", "function_expression", "generator_function");
                table.Complexity(ControlShape.Jump, "break_statement", "continue_statement");
                break;
            case Language.Java:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.Loop, "for_statement", "enhanced_for_statement", "while_statement", "do_statement");
                table.Complexity(ControlShape.Switch, "switch_expression");
                table.Complexity(ControlShape.Case, "switch_label");
                table.Complexity(ControlShape.Catch, "catch_clause");
                table.Complexity(ControlShape.Ternary, "ternary_expression");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "lambda_expression");
                table.Complexity(ControlShape.Jump, "break_statement", "continue_statement");
                break;
            case Language.Go:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.Loop, "for_statement");
                table.Complexity(ControlShape.Switch, "expression_switch_statement", "type_switch_statement", "select_statement");
                table.Complexity(ControlShape.Case, "expression_case", "type_case", "communication_case");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "func_literal");
                table.Complexity(ControlShape.Jump, "break_statement", "continue_statement", "goto_statement");
                break;
            case Language.Rust:
                table.Complexity(ControlShape.If, "if_expression");
                table.Complexity(ControlShape.Else, "else_clause");
                table.Complexity(ControlShape.Loop, "for_expression", "while_expression", "loop_expression");
                table.Complexity(ControlShape.Switch, "match_expression");
                table.Complexity(ControlShape.Case, "match_arm");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "closure_expression");
                break;
            case Language.CSharp:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.Loop, "for_statement", "foreach_statement", "while_statement", "do_statement");
                table.Complexity(ControlShape.Switch, "switch_statement", "switch_expression");
                table.Complexity(ControlShape.Case, "switch_section", "switch_expression_arm");
                table.Complexity(ControlShape.Catch, "catch_clause");
                table.Complexity(ControlShape.Ternary, "conditional_expression");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "lambda_expression", "anonymous_method_expression");
                table.Complexity(ControlShape.Jump, "goto_statement");
                break;
            case Language.C or Language.Cpp:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.Else, "else_clause");
                table.Complexity(ControlShape.Loop, "for_statement", "while_statement", "do_statement");
                table.Complexity(ControlShape.Switch, "switch_statement");
                table.Complexity(ControlShape.Case, "case_statement");
                table.Complexity(ControlShape.Ternary, "conditional_expression");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Jump, "goto_statement");
                if (language == Language.Cpp)
                {
                    table.Complexity(ControlShape.Loop, "for_range_loop");
                    table.Complexity(ControlShape.Catch, "catch_clause");
                    table.Complexity(ControlShape.Function, "lambda_expression");
                }
                break;
            case Language.Ruby:
                table.Complexity(ControlShape.If, "if", "unless", "if_modifier", "unless_modifier");
                table.Complexity(ControlShape.ElseIf, "elsif");
                table.Complexity(ControlShape.Else, "else");
                table.Complexity(ControlShape.Loop, "while", "until", "for", "while_modifier", "until_modifier");
                table.Complexity(ControlShape.Switch, "case", "case_match");
                table.Complexity(ControlShape.Case, "when", "in_clause");
                table.Complexity(ControlShape.Catch, "rescue", "rescue_modifier");
                table.Complexity(ControlShape.Ternary, "conditional");
                table.Complexity(ControlShape.Binary, "binary");
                table.Complexity(ControlShape.Function, "block", "do_block", "lambda");
                break;
            case Language.Php:
                table.Complexity(ControlShape.If, "if_statement");
                table.Complexity(ControlShape.ElseIf, "else_if_clause");
                table.Complexity(ControlShape.Else, "else_clause");
                table.Complexity(ControlShape.Loop, "for_statement", "foreach_statement", "while_statement", "do_statement");
                table.Complexity(ControlShape.Switch, "switch_statement", "match_expression");
                table.Complexity(ControlShape.Case, "case_statement", "match_conditional_expression");
                table.Complexity(ControlShape.Catch, "catch_clause");
                table.Complexity(ControlShape.Ternary, "conditional_expression");
                table.Complexity(ControlShape.Binary, "binary_expression");
                table.Complexity(ControlShape.Function, "anonymous_function", "arrow_function");
                table.Complexity(ControlShape.Jump, "goto_statement");
                break;
        }
    }
}
