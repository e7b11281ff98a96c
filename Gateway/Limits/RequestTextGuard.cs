using System.Text.Unicode;
using CodeGraph.Gateway.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace CodeGraph.Gateway.Limits;

/// <summary>
/// Refuses addresses whose escaped bytes are no UTF-8 or hold control characters, before anything decodes them: a decoder would put other characters in their place, and
/// the answer would be about another name than the one that was asked for. Tabs and line ends may stand in a text that is asked for.
/// </summary>
internal sealed class RequestTextGuard(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return Fault(target) is { } fault ? GatewayProblems.MalformedAddress(fault).ExecuteAsync(context) : next(context);
    }

    /// <summary>What is wrong with an address; null where nothing is.</summary>
    internal static string? Fault(string target)
    {
        var bytes = new byte[target.Length];
        var length = 0;
        for (var i = 0; i < target.Length; i++)
        {
            if (target[i] == '%' && i + 2 < target.Length && char.IsAsciiHexDigit(target[i + 1]) && char.IsAsciiHexDigit(target[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(target.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else if (target[i] == '%')
            {
                return "The address has a % that no two hexadecimal digits follow. Write a percent sign as %25.";
            }
            else
            {
                // Others than ASCII do not stand in an address unescaped; the server has refused them.
                bytes[length++] = (byte)target[i];
            }
        }
        var decoded = bytes.AsSpan(0, length);
        if (!Utf8.IsValid(decoded))
            return "The escaped bytes of the address are not UTF-8. Escape each byte of the text's UTF-8.";
        return decoded.ContainsAnyInRange((byte)0, (byte)8) || decoded.ContainsAnyInRange((byte)14, (byte)31) || decoded.ContainsAny((byte)11, (byte)12, (byte)127)
            ? "The address has a control character. No name, path or pattern has one; leave it out."
            : null;
    }
}
