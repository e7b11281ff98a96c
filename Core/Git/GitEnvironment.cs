using System.Globalization;

namespace CodeGraph.Git;

/// <summary>
/// The environment of every git child. A repository that is only read is not trusted: nothing in its configuration may run a
/// command, reach the network or change what an object id means.
/// </summary>
internal static class GitEnvironment
{
    /// <summary>Variables that would aim git at another repository than the one asked for, as inside a hook.</summary>
    private static readonly string[] Inherited =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE",
        "GIT_CONFIG", "GIT_EXTERNAL_DIFF", "GIT_ATTR_SOURCE", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS", "GIT_QUARANTINE_PATH", "GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE_PACKET",
    ];

    private static readonly (string Key, string Value)[] Configuration =
    [
        ("core.quotePath", "false"),
        ("core.fsmonitor", "false"),
        ("core.hooksPath", "/dev/null"),
        ("core.pager", "cat"),
        ("protocol.ext.allow", "never"),
        ("gc.autoDetach", "false"),
        ("maintenance.autoDetach", "false"),
        ("fetch.recurseSubmodules", "false"),
        ("submodule.recurse", "false"),
        ("log.showSignature", "false"),
        ("color.ui", "false"),
    ];

    /// <summary>Fills a child's environment for reading a repository on this machine.</summary>
    public static void ForReading(IDictionary<string, string?> environment, IEnumerable<(string Key, string Value)> configuration)
    {
        Common(environment, configuration);

        // A missing object is an answer. Fetching it on demand would run the transport that the repository configures.
        environment["GIT_NO_LAZY_FETCH"] = "1";
        environment["GIT_ALLOW_PROTOCOL"] = "none";
    }

    /// <summary>Fills a child's environment for clones and fetches into a repository of our own.</summary>
    public static void ForTransport(IDictionary<string, string?> environment, IEnumerable<(string Key, string Value)> configuration)
    {
        Common(environment, configuration);
        environment["GIT_ALLOW_PROTOCOL"] = "https:http:ssh:git:file";
        environment["GIT_ASKPASS"] = "true";
        environment["SSH_ASKPASS_REQUIRE"] = "never";
    }

    private static void Common(IDictionary<string, string?> environment, IEnumerable<(string Key, string Value)> configuration)
    {
        foreach (string name in Inherited) environment.Remove(name);
        environment["LC_ALL"] = "C";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        environment["GIT_PAGER"] = "cat";

        // Pairs from outside stay (containers put safe.directory there); ours come after them and win. Configuration goes through
        // the environment because a key with '=' in it cannot be given with -c, and because others can read a command line.
        int count = environment.TryGetValue("GIT_CONFIG_COUNT", out string? given)
            && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int outside) ? outside : 0;
        foreach ((string key, string value) in Configuration.Concat(configuration))
        {
            string number = count++.ToString(CultureInfo.InvariantCulture);
            environment["GIT_CONFIG_KEY_" + number] = key;
            environment["GIT_CONFIG_VALUE_" + number] = value;
        }

        environment["GIT_CONFIG_COUNT"] = count.ToString(CultureInfo.InvariantCulture);
    }
}
