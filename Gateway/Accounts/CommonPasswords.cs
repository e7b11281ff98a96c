namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// Long passwords that are tried first all the same (OWASP ASVS 5.0, 6.2.4): a short one again and again, keys in a row, and common words with digits and signs around them or in
/// place of letters. What of the lists of leaked passwords has twelve characters or more is nearly all of these kinds.
/// </summary>
internal static class CommonPasswords
{
    private static readonly string[] Words =
    [
        "password", "passwort", "passwd", "pass", "word", "qwerty", "qwertz", "azerty", "letmein", "welcome", "willkommen", "administrator", "admin", "root", "user", "guest", "test", "login", "secret",
        "changeme", "change", "default", "iloveyou", "love", "you", "monkey", "dragon", "football", "baseball", "sunshine", "princess", "master", "shadow", "superman", "batman", "starwars", "trustno",
        "hello", "computer", "internet", "server", "system", "temp", "temporary", "initial", "company", "summer", "winter", "spring", "autumn", "codegraph", "orleans", "graph", "code", "my", "the",
        "is", "new", "a", "i", "abc",
    ];

    /// <summary>Keys that stand in a row, in both directions.</summary>
    private static readonly string[] Rows = ["1234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz"];

    public static bool Contains(string password)
    {
        var lower = password.ToLowerInvariant();
        return IsRepeated(lower) || IsInRows(lower) || IsOfWords(lower) || IsOfWords(string.Concat(lower.Select(Decoded))) || IsOfWords(string.Concat(Core(lower).Select(Decoded)));
    }

    /// <summary>Whether it is a shorter text twice or more.</summary>
    private static bool IsRepeated(string text) => (text + text).IndexOf(text, 1, StringComparison.Ordinal) < text.Length;

    /// <summary>Whether four fifths of the characters follow the one before on a keyboard, in the alphabet, or as the same.</summary>
    private static bool IsInRows(string text) => Enumerable.Range(1, text.Length - 1).Count(i => text[i] == text[i - 1] || Rows.Any(r => AreNeighbours(r, text[i - 1], text[i]))) * 5 >= text.Length * 4;

    private static bool AreNeighbours(string row, char one, char other) =>
        row.IndexOf(one, StringComparison.Ordinal) is >= 0 and var i && row.IndexOf(other, StringComparison.Ordinal) is >= 0 and var j && Math.Abs(i - j) == 1;

    /// <summary>Whether its letters are those of common words, one after another.</summary>
    private static bool IsOfWords(string text)
    {
        var letters = string.Concat(text.Where(char.IsLetter));
        if (letters.Length == 0)
            return false;
        var reached = new bool[letters.Length + 1];
        reached[0] = true;
        for (var i = 0; i < letters.Length; i++)
        {
            if (!reached[i])
                continue;
            foreach (var word in Words)
            {
                if (letters.AsSpan(i).StartsWith(word, StringComparison.Ordinal))
                    reached[i + word.Length] = true;
            }
        }
        return reached[^1];
    }

    /// <summary>Without the digits and signs around it, which are no letters then.</summary>
    private static string Core(string text)
    {
        var (first, last) = (0, text.Length);
        while (first < last && !char.IsLetter(text[first]))
            first++;
        while (last > first && !char.IsLetter(text[last - 1]))
            last--;
        return text[first..last];
    }

    /// <summary>The letter that a sign is written for.</summary>
    private static char Decoded(char sign) => sign switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => sign,
    };
}
