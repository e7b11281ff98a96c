using System.Text;
using CodeGraph.Grains.Audit;
using CodeGraph.Runtime.Tests;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Tests;

/// <summary>The files of the audit log: what is written is read, and what was changed is found.</summary>
public sealed class AuditLogTests : IDisposable
{
    private static readonly AuditActor Ada = AuditActor.User("u1", "Ada", key: "k1", address: "192.0.2.7");
    private static readonly AuditActor Bob = AuditActor.User("u2", "Bob");

    private readonly string folder = Directory.CreateTempSubdirectory("codegraph-audit-").FullName;
    private readonly FakeTimeProvider time = new();
    private readonly AuditOptions options = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_recorded_is_read_with_names_the_latest_first()
    {
        await Append(new AuditEntry(AuditActions.IndexStart, Ada, Repository: "shop", Detail: "ref main"), new AuditEntry(AuditActions.RoleGrant, Ada, AuditOutcome.Denied, "shop", Bob));

        var entries = Read(new()).Entries;

        Assert.Equal([2, 1], entries.Select(e => e.Sequence));
        Assert.Equal(("role.grant", "denied", "Ada", "Bob", "shop"), (entries[0].Action, entries[0].Outcome, entries[0].Actor.Name, entries[0].Subject!.Name, entries[0].Repository));
        Assert.Equal(("k1", "192.0.2.7", "ref main"), (entries[1].Key, entries[1].Address, entries[1].Detail));
        Assert.True(Verify().Intact);
    }

    [Fact]
    public async Task Files_of_the_log_name_nobody()
    {
        await Append(new AuditEntry(AuditActions.SignIn, Ada, Subject: Bob));

        var text = await File.ReadAllTextAsync(Log());

        // In quotes, as chance may put so few letters into a pseudonym or a hash.
        foreach (var secret in (string[])["\"Ada\"", "\"Bob\"", "\"u1\"", "\"u2\"", "192.0.2.7"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action", "index", 2)]
    [InlineData("action", "index.start", 1)]
    [InlineData("action", "ind", 0)]
    [InlineData("actor", "Bob", 2)]
    [InlineData("actor", "u2", 2)]
    [InlineData("actor", "nobody", 0)]
    [InlineData("repository", "shop", 2)]
    [InlineData("since", "00:01:00", 2)]
    [InlineData("until", "00:01:00", 1)]
    public async Task Questions_choose_among_entries(string member, string value, int expected)
    {
        await Append(new AuditEntry(AuditActions.IndexStart, Ada, Repository: "shop"));
        time.Advance(TimeSpan.FromMinutes(1));
        await Append(new AuditEntry(AuditActions.IndexCancel, Bob, Repository: "shop"));
        time.Advance(TimeSpan.FromMinutes(1));
        await Append(new AuditEntry(AuditActions.RoleGrant, Ada, Subject: Bob));
        DateTimeOffset? at = TimeSpan.TryParse(value, out var after) ? DateTimeOffset.UnixEpoch + after : null;
        var query = member switch
        {
            "action" => new AuditQuery(Action: value),
            "actor" => new(Actor: value),
            "repository" => new(Repository: value),
            "since" => new(Since: at),
            _ => new(Until: at),
        };

        Assert.Equal(expected, Read(query).Entries.Count);
    }

    [Fact]
    public async Task Pages_join_to_the_whole_while_the_log_grows()
    {
        await AppendMany(25);
        var (seen, cursor) = (new List<long>(), (string?)null);
        do
        {
            var page = Read(new(Limit: 10, Cursor: cursor));
            seen.AddRange(page.Entries.Select(e => e.Sequence));
            cursor = page.Cursor;
            await AppendMany(1);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), seen);
    }

    [Fact]
    public async Task A_cursor_of_another_question_is_refused()
    {
        await AppendMany(3);
        var cursor = Read(new(Limit: 1)).Cursor;

        Assert.Throws<InvalidCursorException>(() => Read(new(Action: "index", Cursor: cursor)));
        Assert.Throws<InvalidCursorException>(() => Read(new(Cursor: "bm9uc2Vuc2U")));
        Assert.Throws<InvalidCursorException>(() => Read(new(Cursor: "\0")));
    }

    [Fact]
    public async Task Every_changed_byte_is_found_and_its_entry_named()
    {
        await AppendMany(2);
        var original = await File.ReadAllBytesAsync(Log());
        var starts = LineStarts(original);
        for (var i = starts[1]; i < original.Length - 1; i++)
        {
            var changed = original.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(Log(), changed);
            var found = Verify();

            Assert.False(found.Intact);
            Assert.Equal(starts.FindLastIndex(s => s <= i), found.BrokenAt);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_entry_taken_out_of_the_middle_is_missed(int line)
    {
        await AppendMany(3);
        var lines = (await File.ReadAllLinesAsync(Log())).ToList();
        lines.RemoveAt(line);
        await File.WriteAllTextAsync(Log(), string.Join('\n', lines) + "\n");

        Assert.Equal((false, line), (Verify().Intact, (int)Verify().BrokenAt!));
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_shown_by_a_checkpoint()
    {
        await AppendMany(3);
        var noted = Verify().Head!;
        Assert.True(Verify(noted).Intact);
        var lines = await File.ReadAllLinesAsync(Log());
        await File.WriteAllTextAsync(Log(), string.Join('\n', lines[..3]) + "\n");

        Assert.True(Verify().Intact);
        Assert.Equal((false, 3L), (Verify(noted).Intact, Verify(noted).BrokenAt));
    }

    [Fact]
    public async Task A_log_made_anew_is_shown_by_a_checkpoint()
    {
        await AppendMany(2);
        var noted = Verify().Head!;
        File.Delete(Log());
        await AppendMany(3);

        Assert.True(Verify().Intact);
        Assert.Equal(2, Verify(noted).BrokenAt);
    }

    [Fact]
    public async Task Wherever_a_killed_writer_stopped_the_next_goes_on()
    {
        await AppendMany(2);
        var whole = await File.ReadAllBytesAsync(Log());
        var last = LineStarts(whole)[2];
        for (var length = last; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Log(), whole[..length]);
            await AppendMany(1);

            Assert.True(Verify().Intact);
            Assert.Equal(length > last ? [3L, 2, 1] : [2L, 1], Read(new()).Entries.Select(e => e.Sequence));
            Assert.Equal(length > last, Read(new(Action: AuditActions.AuditRecover)).Entries.Count == 1);
        }
    }

    [Fact]
    public async Task An_end_that_is_no_entry_refuses_every_append_until_it_is_mended()
    {
        var writer = Writer();
        await writer.Append([Started(1)], default);
        var whole = await File.ReadAllBytesAsync(Log());
        await File.AppendAllTextAsync(Log(), "no entry\n");

        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<StorageException>(() => writer.Append([Started(2)], default));

        await File.WriteAllBytesAsync(Log(), whole);
        await writer.Append([Started(2)], default);
        Assert.Equal((true, 2L), (Verify().Intact, Verify().Entries));
    }

    [Fact]
    public async Task Two_processes_append_to_one_chain()
    {
        var (one, other) = (Writer(TimeProvider.System), Writer(TimeProvider.System));
        for (var i = 0; i < 10; i++)
            await Task.WhenAll(one.Append([Started(i)], default), other.Append([Started(i)], default));

        Assert.Equal((true, 20L), (Verify().Intact, Verify().Entries));
    }

    [Fact]
    public async Task A_forgotten_user_has_no_name_and_the_chain_stands()
    {
        await Append(new AuditEntry(AuditActions.SignIn, Ada), new AuditEntry(AuditActions.RoleGrant, Bob, Subject: Ada));
        var head = Verify().Head!;

        Assert.True(await Writer().Forget("u1", default));
        Assert.False(await Writer().Forget("u1", default));

        var entries = Read(new()).Entries;
        Assert.Equal(["audit.forget", "role.grant", "session.sign-in"], entries.Select(e => e.Action));
        Assert.Equal((null, null, null), (entries[2].Actor.Name, entries[2].Actor.Id, entries[2].Address));
        Assert.Equal((null, "Bob", entries[2].Actor.Pseudonym), (entries[1].Subject!.Name, entries[1].Actor.Name, entries[1].Subject!.Pseudonym));
        Assert.True(Verify(head).Intact);
        foreach (var file in Directory.EnumerateFiles(folder))
            Assert.DoesNotContain("Ada", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_days_are_dropped_and_the_log_says_so()
    {
        options.Retention = TimeSpan.FromDays(2);
        for (var day = 0; day < 6; day++)
        {
            await AppendMany(1);
            time.Advance(TimeSpan.FromDays(1));
        }

        var verified = Verify();
        Assert.True(verified.Intact, verified.Reason);
        Assert.True(verified.First > 1);
        Assert.Equal(1, Verify(new(1, new string('0', 64))).BrokenAt);
        Assert.NotEmpty(Read(new(Action: AuditActions.AuditRetire)).Entries);
    }

    [Fact]
    public async Task A_beginning_that_somebody_dropped_is_missed()
    {
        options.SegmentBytes = 200;
        await AppendMany(1);
        await AppendMany(1);
        File.Delete(Log());

        Assert.Equal((false, 1L), (Verify().Intact, Verify().BrokenAt));
        Assert.Contains("no entry says", Verify().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_log_is_intact() => Assert.Equal((true, 0L), (Verify().Intact, Verify().Entries));

    [Fact]
    public async Task Text_of_any_kind_stays_within_its_line()
    {
        var hostile = "a\nb\r\0\u2028\ud800 \"}{\u001b[31m" + new string('x', 5000);
        await Append(new AuditEntry(AuditActions.IndexStart, Ada with { Name = hostile }, Repository: hostile, Detail: hostile));
        await AppendMany(1);

        Assert.True(Verify().Intact);
        Assert.Equal(AuditEntry.LongestDetail, Read(new()).Entries[1].Detail!.Length);
    }

    private static AuditEntry Started(int number) => new(AuditActions.IndexStart, Ada, Repository: "shop", Detail: $"job {number}");

    private static List<int> LineStarts(byte[] bytes)
    {
        var starts = new List<int> { 0 };
        starts.AddRange(Enumerable.Range(0, bytes.Length - 1).Where(i => bytes[i] == '\n').Select(i => i + 1));
        return starts;
    }

    private AuditWriter Writer(TimeProvider? clock = null) => new(folder, options, new(folder), clock ?? time);

    private Task Append(params AuditEntry[] entries) => Writer().Append(entries, CancellationToken.None);

    private Task AppendMany(int count) => Append([.. Enumerable.Range(0, count).Select(Started)]);

    private AuditPage Read(AuditQuery query) => new AuditReader(folder).Read(query, CancellationToken.None);

    private AuditVerification Verify(AuditCheckpoint? expected = null) => new AuditVerifier(folder, expected).Run(CancellationToken.None);

    private string Log() => AuditSegment.Files(folder)[0];
}
