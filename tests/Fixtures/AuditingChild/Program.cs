using System.Globalization;
using CodeGraph.Grains.Audit;

// Appends to the audit log of a folder and reports each entry once it is written, a line each, until it is killed. Files of the log are short and people many, so that it is
// also killed while it begins a file, and while it notes a name.
var (folder, name) = (args[0], args[1]);
var writer = new AuditWriter(folder, new() { SegmentBytes = 4 * 1024 }, new(folder), TimeProvider.System);
for (var entry = 0; ;)
{
    string[] details = [.. Enumerable.Range(entry, 1 + (entry % 3)).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"))];
    entry += details.Length;
    await writer.Append(
        [.. details.Select(d => new AuditEntry(AuditActions.SignIn, AuditActor.User($"{name}-{entry / 5}", $"user {name} {entry / 5}", address: "192.0.2.1"), Detail: d))], CancellationToken.None);
    Console.Out.Write(string.Concat(details.Select(d => d + "\n")));
}
