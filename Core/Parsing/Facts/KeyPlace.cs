namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Where the object stands whose key a reference with <see cref="ReferenceFlags.Key"/> is, as its <see cref="Reference.Arguments"/> say: an argument of
/// the call that the qualifier names, or the value of the qualifier; and whether it is that, an element of it, or what the function that is it returns.
/// -1 where nothing is said.
/// </summary>
public static class KeyPlace
{
    private const int NoArgument = 0xfff;
    private const int ElementBit = 0x1000;
    private const int ResultBit = 0x2000;

    public static int Of(int argument, bool element, bool result) =>
        (argument < 0 ? NoArgument : Math.Min(argument, NoArgument - 1)) | (element ? ElementBit : 0) | (result ? ResultBit : 0);

    public static bool IsElement(int place) => (place & ElementBit) != 0;

    public static bool IsResult(int place) => (place & ResultBit) != 0;

    /// <summary>The place among the arguments, -1 where the object is no argument.</summary>
    public static int Argument(int place) => (place & NoArgument) == NoArgument ? -1 : place & NoArgument;
}
