namespace CodeGraph.Git;

/// <summary>
/// Lists the files below a folder that is in no repository. The .gitignore files in it count; git's own folders are passed over;
/// symbolic links are listed and not followed.
/// </summary>
internal static class FolderLister
{
    /// <summary>A .gitignore beyond this size is not one.</summary>
    private const long MaxIgnoreBytes = 1024 * 1024;

    /// <summary>Everything that is there: the default options would leave out hidden files.</summary>
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    public static List<TreeEntry> List(string root, CancellationToken cancellation)
    {
        List<TreeEntry> entries = [];
        Stack<(DirectoryInfo Folder, string Path, IgnoreRules Rules)> open = new();
        open.Push((new DirectoryInfo(root), "", IgnoreRules.None));
        while (open.TryPop(out (DirectoryInfo Folder, string Path, IgnoreRules Rules) next))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                IgnoreRules rules = WithRulesOf(next.Folder, next.Path, next.Rules);
                foreach (FileSystemInfo child in next.Folder.EnumerateFileSystemInfos("*", All))
                    Add(child, next.Path + GitPath.FromDisk(child.Name), rules, entries, open);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException && next.Path.Length > 0)
            {
                entries.Add(new TreeEntry(next.Path.TrimEnd('/'), TreeEntryKind.Unreadable, default, 0, exception.Message));
            }
        }

        return entries;
    }

    private static void Add(
        FileSystemInfo child, string path, IgnoreRules rules, List<TreeEntry> entries, Stack<(DirectoryInfo Folder, string Path, IgnoreRules Rules)> open)
    {
        bool isLink = child.Attributes.HasFlag(FileAttributes.ReparsePoint);
        DirectoryInfo? folder = isLink ? null : child as DirectoryInfo;
        if (child.Name == ".git" || rules.Ignores(path, folder is not null)) return;
        if (isLink) entries.Add(new TreeEntry(path, TreeEntryKind.SymbolicLink, default, 0));
        else if (folder is not null) open.Push((folder, path + "/", rules));
        else if (child is FileInfo { Exists: true } file) entries.Add(new TreeEntry(path, TreeEntryKind.File, default, file.Length));
        else entries.Add(new TreeEntry(path, TreeEntryKind.Unreadable, default, 0, "Its name is not valid UTF-8."));
    }

    private static IgnoreRules WithRulesOf(DirectoryInfo folder, string path, IgnoreRules rules)
    {
        FileInfo file = new(Path.Join(folder.FullName, ".gitignore"));
        return file.Exists && file.Length is > 0 and <= MaxIgnoreBytes && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? rules.With(path, File.ReadAllText(file.FullName))
            : rules;
    }
}
