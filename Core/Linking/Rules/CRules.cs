using System.Collections.Frozen;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>C and C++: one global namespace; <c>#include</c> leads to a file by relative path, then by the ending of its path.</summary>
internal sealed class CRules(LinkContext context) : NameRules(context)
{
    private static readonly FrozenSet<string> SystemHeaders = (
        "assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h "
        + "stdlib.h stdnoreturn.h string.h strings.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h alloca.h arpa/inet.h dirent.h dlfcn.h execinfo.h fcntl.h getopt.h glob.h grp.h "
        + "ifaddrs.h libgen.h malloc.h memory.h net/if.h netdb.h netinet/in.h netinet/tcp.h poll.h pthread.h pwd.h regex.h sched.h semaphore.h spawn.h sys/epoll.h sys/file.h sys/ioctl.h "
        + "sys/ipc.h sys/mman.h sys/param.h sys/poll.h sys/queue.h sys/resource.h sys/select.h sys/sem.h sys/shm.h sys/socket.h sys/stat.h sys/statvfs.h sys/syscall.h sys/time.h sys/times.h "
        + "sys/types.h sys/uio.h sys/un.h sys/utsname.h sys/wait.h syslog.h termios.h ucontext.h unistd.h utime.h algorithm any array atomic bit bitset cassert cctype cerrno cfloat charconv "
        + "chrono cinttypes climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cwchar "
        + "cwctype deque exception execution filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map "
        + "memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack "
        + "stdexcept stop_token streambuf string string_view strstream syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant "
        + "vector version windows.h winsock2.h ws2tcpip.h io.h direct.h process.h")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, List<int>> byLeaf = new(StringComparer.Ordinal);
    private List<int>?[] includes = [];
    private CompilationDatabase database = null!;
    private int global = -1;

    public override Family Family => Family.C;

    public override bool MembersVisible => true;

    public override bool HasOverloads => true;

    public override bool OpenTypes => true;

    public override string PathSeparator => "::";

    protected override bool Reads(string manifest) => manifest == "compile_commands.json";

    public override void Prepare()
    {
        includes = new List<int>?[Program.Files.Count];
        database = new CompilationDatabase(Program.FileByPath);
        foreach (var manifest in Program.Manifests)
        {
            if (manifest.Path == "compile_commands.json" || manifest.Path.EndsWith("/compile_commands.json", StringComparison.Ordinal))
                database.Read(manifest.Content);
        }
    }

    public override (int Entity, string Module) Root(int file)
    {
        if (global < 0)
            global = Entities.Add(-1, -1, isType: false, symbol: -1);
        var path = Program.Files[file].Path;
        var leaf = path[(path.LastIndexOf('/') + 1)..];
        if (!byLeaf.TryGetValue(leaf, out var same))
            byLeaf[leaf] = same = [];
        same.Add(file);
        return (global, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        if (import.Kind == ImportKind.Include)
            return Include(file, module, (import.Flags & ImportFlags.Relative) != 0) >= 0 ? ImportTarget.Entity(global) : Context.ExternalPackage(module);
        var entity = global;
        foreach (var part in module.Split("::", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Program.FindName(part);
            var nested = name < 0 ? -1 : Entities.Nested(entity, name);
            if (nested < 0 && name >= 0 && Entities.Members(entity, name) is >= 0 and var node)
                nested = Program.EntityOf[Entities.MemberSymbol(node)];
            if (nested < 0)
                return Context.ExternalPackage(module.Split("::")[0]);
            entity = nested;
        }
        return ImportTarget.Entity(entity);
    }

    /// <summary>A file sees what it includes, directly or through others.</summary>
    public override bool IsReachable(int from, int to) => from == to || Included(from).ContainsKey(to);

    /// <summary>The files that a file includes, directly or through others, itself among them, with their distance.</summary>
    public Dictionary<int, int> Included(int file)
    {
        var distances = new Dictionary<int, int> { [file] = 0 };
        var queue = new Queue<int>([file]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in Includes(at))
            {
                if (distances.TryAdd(next, distances[at] + 1))
                    queue.Enqueue(next);
            }
        }
        return distances;
    }

    /// <summary>The file is one of some, or includes one itself or through one other.</summary>
    public bool IncludesOneOf(int file, HashSet<int> files)
    {
        if (files.Contains(file))
            return true;
        foreach (var next in Includes(file))
        {
            if (files.Contains(next) || Includes(next).Exists(files.Contains))
                return true;
        }
        return false;
    }

    private List<int> Includes(int file)
    {
        // Filled by many threads; each computes the same.
        if (Volatile.Read(ref includes[file]) is { } known)
            return known;
        var found = new List<int>();
        var facts = Program.Facts(file);
        foreach (ref var import in facts.Imports.AsSpan())
        {
            if (import.Kind == ImportKind.Include && Include(file, facts.Strings.Text(import.Module), (import.Flags & ImportFlags.Relative) != 0) is >= 0 and var target && target != file)
                found.Add(target);
        }
        Volatile.Write(ref includes[file], found);
        return found;
    }

    private int Include(int file, string path, bool isQuoted)
    {
        if (isQuoted && Combine(Parent(Program.Files[file].Path), path) is { } near && Program.FileByPath.TryGetValue(near, out var beside))
            return beside;
        foreach (var folder in database.Folders(file))
        {
            if (Combine(folder, path) is { } listed && Program.FileByPath.TryGetValue(listed, out var found))
                return found;
        }
        // What a system header's name means in angle brackets does not depend on who ships a replacement.
        if (!isQuoted && SystemHeaders.Contains(path))
            return -1;
        if (Combine(Parent(Program.Files[file].Path), path) is { } relative && Program.FileByPath.TryGetValue(relative, out var other))
            return other;
        if (!byLeaf.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var candidates))
            return -1;
        var best = -1;
        var bestShared = -1;
        foreach (var candidate in candidates)
        {
            var name = Program.Files[candidate].Path;
            if (name != path && !name.EndsWith("/" + path, StringComparison.Ordinal))
                continue;
            var shared = SharedFolders(name, Program.Files[file].Path);
            if (shared > bestShared)
                (best, bestShared) = (candidate, shared);
        }
        return best;
    }
}
