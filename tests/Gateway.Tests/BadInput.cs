using System.Text;

namespace CodeGraph.Gateway.Tests;

/// <summary>Requests that are wrong, by what is wrong with them, and how they have to be answered. Those of tokens, GraphQL and MCP are with the tests of those rooms.</summary>
internal static class BadInput
{
    private const string Shop = "/api/v1/repositories/shop";
    private const string Repositories = "/api/v1/repositories";

    /// <summary>Some of the limits of the gateway under test: 64 KiB of body, 32 KiB and 100 of headers, 16 KiB of request line.</summary>
    private static readonly string Long = new('x', 70_000);

    public static IReadOnlyDictionary<string, (byte[] Request, int[] Statuses)> Cases { get; } = new Dictionary<string, (byte[], int[])>
    {
        // Parameters out of their bounds and of the wrong kind.
        ["limit of nothing"] = Ask("search?q=a&limit=0", 400),
        ["negative limit"] = Ask("search?q=a&limit=-1", 400),
        ["limit beyond any number"] = Ask("search?q=a&limit=99999999999999999999", 400),
        ["limit with an exponent"] = Ask("search?q=a&limit=1e3", 400),
        ["limit of letters"] = Ask("search?q=a&limit=ten", 400),
        ["limit in Arabic digits"] = Ask("search?q=a&limit=%D9%A1", 400),
        ["depth beyond the graph"] = Ask("callers?symbol=main&depth=65", 400),
        ["depth below int"] = Ask("callers?symbol=main&depth=-2147483649", 400),
        ["boolean that is none"] = Ask("search?q=a&locals=maybe", 400),
        ["kind that is none"] = Ask("search?q=a&kind=thing", 400),
        ["kind as a number"] = Ask("search?q=a&kind=3", 400),
        ["language that is none"] = Ask("search?q=a&language=none", 400),
        ["tiers that are none"] = Ask("callers?symbol=main&tiers=exact;drop", 400),
        ["case that is none"] = Ask("text?q=a&case=TITLE", 400),
        ["no question"] = Ask("search", 400),
        ["empty question"] = Ask("search?q=", 400),
        ["question too long"] = Ask("search?q=" + new string('a', 1025), 400),
        ["symbol too long"] = Ask("callers?symbol=" + new string('a', 4097), 400),
        ["budget of nothing"] = Ask("context?symbol=Cart&budget=0", 400),

        ["parameter that is none"] = Ask("search?q=a&lmit=1", 400),
        ["parameter twice"] = Ask("search?q=a&limit=1&limit=2", 400),
        ["parameter without a name"] = Ask("search?q=a&=1", 400),
        ["parameter of five thousand letters"] = Ask($"search?q=a&{new string('p', 5000)}", 400),
        ["two thousand parameters"] = Ask("search?q=a" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"&p{i}")), 400),

        // Cursors that nobody gave.
        ["cursor of garbage"] = Ask("callees?symbol=main&cursor=%21%21", 400),
        ["cursor in base64 of nothing"] = Ask("callees?symbol=main&cursor=AAAA", 400),
        ["cursor beyond any number"] = Ask("callees?symbol=main&cursor=" + Base64Url("a b c 99999999999999999999"), 400),
        ["cursor of ten thousand letters"] = Ask("callees?symbol=main&cursor=" + new string('A', 10_000), 400),
        ["cursor of the audit log below zero"] = Send("GET", "/api/v1/audit?cursor=" + Base64Url("0 -5"), 400),

        // Ways out of a folder.
        ["commit that climbs"] = Ask("search?q=a&commit=..%2F..%2F..%2Fetc%2Fpasswd", 404),
        ["commit that is all files"] = Ask("search?q=a&commit=*", 404),
        ["commit of ten thousand letters"] = Ask("search?q=a&commit=" + new string('f', 10_000), 404),
        ["repository that climbs"] = Send("GET", Repositories + "/..%2F..%2Fetc/search?q=a", 404),
        ["repository of dots"] = Send("GET", Repositories + "/%2E%2E%2F/search?q=a", 404),
        ["repository of five thousand letters"] = Send("GET", $"{Repositories}/{new string('a', 5000)}/search?q=a", 404),
        ["path that climbs"] = Ask("outline?path=..%2F..%2Fetc%2Fpasswd", 404),
        ["path from the root"] = Ask("outline?path=%2Fetc%2Fpasswd", 404),
        ["symbol that climbs"] = Ask("symbols/..%2F..%2Fetc%2Fpasswd%23x", 404),

        // Text that is none.
        ["NUL in a question"] = Ask("search?q=a%00b", 400),
        ["NUL in a path"] = Ask("outline?path=cart.py%00.png", 400),
        ["NUL in a repository"] = Send("GET", Repositories + "/shop%00/search?q=a", 400, 404),
        ["NUL in a commit"] = Ask("search?q=a&commit=%00", 400),
        ["escape sequence in a symbol"] = Ask("callers?symbol=%1B%5B31m", 400),
        ["bytes that are no UTF-8"] = Ask("search?q=%FF%FE", 400),
        ["slash in too many bytes"] = Ask("outline?path=..%C0%AF", 400),
        ["half of a surrogate pair"] = Ask("search?q=%ED%A0%80", 400),
        ["percent without digits"] = Ask("search?q=%zz%", 400),

        // Patterns that would take for ever.
        ["pattern with look-around"] = Ask("text?q=a(%3F%3C%21b)", 400),
        ["pattern that is not closed"] = Ask("text?q=%5B", 400),
        ["pattern that counts to the moon"] = Ask("text?q=(((a%7B1,1000%7D)%7B1,1000%7D)%7B1,1000%7D)", 400),
        ["pattern that a backtracking engine never ends"] = Ask("text?q=(a%2B)%2B%24", 200),
        ["pattern of a thousand parentheses"] = Ask("text?q=" + new string('(', 1000) + "a" + new string(')', 1000), 200, 400),
        ["pattern too long"] = Ask("text?q=" + new string('a', 4097), 400),
        ["glob of braces"] = Ask("text?q=a&glob=" + string.Concat(Enumerable.Repeat("%7Ba,", 500)), 200, 400),
        ["glob of stars"] = Ask("text?q=a&glob=" + string.Concat(Enumerable.Repeat("*a", 2000)), 200, 400),
        ["context too wide"] = Ask("text?q=a&context=51", 400),

        // Requests that are no HTTP.
        ["request line too long"] = Ask("search?q=" + new string('a', 20_000), 414),
        ["too many headers"] = Send("GET", Repositories, string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n")), "", 431),
        ["headers too long"] = Send("GET", Repositories, $"X-Long: {Long}\r\n", "", 431),
        ["header without a colon"] = Send("GET", Repositories, "Nonsense\r\n", "", 400),
        ["header with a NUL"] = Send("GET", Repositories, "X-A: a\0b\r\n", "", 400),
        ["header with a lone carriage return"] = Send("GET", Repositories, "X-A: a\rSet-Cookie: b\r\n", "", 400),
        ["header folded over lines"] = Send("GET", Repositories, "X-A: a\r\n b\r\n", "", 400),
        ["two hosts"] = Send("GET", Repositories, "Host: localhost\r\n", "", 400),
        ["no host"] = Raw($"GET {Repositories} HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        ["version that is none"] = Raw($"GET {Repositories} HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        ["handshake of TLS"] = (Convert.FromHexString("160301020001000001fc03030d0a0d0a"), [400]),
        ["control characters in the request line"] = Send("GET", "/\u0001\u0002", 400),
        ["garbage after a request"] = Raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n\u0000\u0001nonsense\r\n\r\n", 200),
        ["method that nobody knows"] = Send("BREW", Repositories, 405),
        ["method that is not for this"] = Send("DELETE", Shop + "/search?q=a", 405),

        // Lengths that do not agree.
        ["negative length"] = Send("POST", Repositories, "Content-Length: -1\r\n", "", 400),
        ["two lengths"] = Send("POST", Repositories, "Content-Length: 1\r\nContent-Length: 2\r\n", "{}", 400),
        ["length and chunks"] = Send("POST", Repositories, "Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n", 400),
        ["chunk of no length"] = Send("POST", Repositories, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n", 400),
        ["coding that is none"] = Send("POST", Repositories, "Transfer-Encoding: nonsense\r\n", "", 400, 501),

        // Bodies that are no command.
        ["no body"] = Send("POST", Repositories, "Content-Type: application/json\r\nContent-Length: 0\r\n", "", 400),
        ["body of nothing but space"] = Post("   ", 400),
        ["JSON that is not closed"] = Post("{\"source\":\"/tmp\"", 400),
        ["JSON with a comment"] = Post("{/* */\"source\":\"/tmp\"}", 400),
        ["JSON with a comma too many"] = Post("{\"source\":\"/nowhere\",}", 400),
        ["JSON with something after"] = Post("{\"source\":\"/nowhere\"} {}", 400),
        ["JSON thirty thousand levels deep"] = Post(new string('[', 30_000), 400),
        ["array for an object"] = Post("[]", 400),
        ["null for an object"] = Post("null", 400),
        ["number for a text"] = Post("{\"source\":5}", 400),
        ["text for a boolean"] = Post("{\"source\":\"/nowhere\",\"force\":\"yes\"}", 400),
        ["null for a text"] = Post("{\"source\":null}", 400),
        ["member that is not understood"] = Post("{\"source\":\"/nowhere\",\"sauce\":1}", 400),
        ["member twice"] = Post("{\"source\":\"/nowhere\",\"source\":\"/tmp\"}", 400),
        ["number beyond any"] = Post("{\"source\":\"/nowhere\",\"force\":1e999}", 400),
        ["bytes that are no UTF-8 in a body"] = Body([.. "{\"source\":\"/"u8, 0xff, 0xfe, .. "\"}"u8], "application/json", 400),
        ["UTF-16 in a body"] = Body(Encoding.Unicode.GetBytes("{\"source\":\"/nowhere\"}"), "application/json; charset=utf-16", 400),
        ["body too long"] = Post($"{{\"source\":\"{Long}\"}}", 413),
        ["chunked body too long"] = Send("POST", Repositories, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", $"{Long.Length:x}\r\n{Long}\r\n0\r\n\r\n", 413),
        ["body of another kind"] = Body("<source/>"u8.ToArray(), "application/xml", 415),
        ["body of no kind"] = Send("POST", Repositories, "Content-Length: 2\r\n", "{}", 415),
        ["form for a command"] = Body("source=/tmp"u8.ToArray(), "application/x-www-form-urlencoded", 415),

        // Sources that are none.
        ["source with a NUL"] = Post("{\"source\":\"/tmp\\u0000/x\"}", 400),
        ["source on two lines"] = Post("{\"source\":\"https://example.org/a\\nb\"}", 400),
        ["source that is a file"] = Post("{\"source\":\"/etc/passwd\"}", 400),
        ["source from here"] = Post("{\"source\":\"../..\"}", 400),
        ["source that runs a command, as an address"] = Post("{\"source\":\"ext::sh -c true://\"}", 400),
        ["source that runs a command"] = Post("{\"source\":\"ext::sh -c true\"}", 400),
        ["source that is an option"] = Post("{\"source\":\"--upload-pack=true\"}", 400),
        ["source too long"] = Post($"{{\"source\":\"/{new string('a', 4096)}\"}}", 400),
        ["reference that is an option"] = Post("{\"source\":\"SHOP\",\"ref\":\"--help\"}", 400),
        ["reference with a NUL"] = Post("{\"source\":\"SHOP\",\"ref\":\"a\\u0000b\"}", 400),
        ["reference of a working tree"] = Post("{\"source\":\"SHOP\",\"ref\":\"main\",\"workingTree\":true}", 400),
        ["checkpoint without digits"] = Send("POST", "/api/v1/audit/verify", "Content-Type: application/json\r\nContent-Length: 27\r\n", "{\"sequence\":1,\"hash\":\"nope\"}"[..27], 400),
    };

    private static (byte[], int[]) Ask(string question, params int[] statuses) => Send("GET", $"{Shop}/{question}", statuses);

    private static (byte[], int[]) Post(string json, params int[] statuses) => Body(Encoding.UTF8.GetBytes(json), "application/json", statuses);

    private static (byte[], int[]) Body(byte[] body, string type, params int[] statuses) =>
        ([.. Encoding.ASCII.GetBytes($"POST {Repositories} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], statuses);

    private static (byte[], int[]) Send(string method, string target, params int[] statuses) => Send(method, target, "", "", statuses);

    private static (byte[], int[]) Send(string method, string target, string headers, string body, params int[] statuses) =>
        Raw($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n{body}", statuses);

    private static (byte[], int[]) Raw(string request, params int[] statuses) => (Encoding.Latin1.GetBytes(request), statuses);

    private static string Base64Url(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
