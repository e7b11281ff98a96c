using System.Diagnostics;

namespace CodeGraph.Tests;

/// <summary>A file system in memory with a size, mounted over a folder.</summary>
internal static class SmallDisk
{
    public static bool TryMount(string folder, int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);

    /// <summary>Lets nobody write to a folder, an administrator included, until it is unmounted.</summary>
    public static bool TryMakeReadOnly(string folder) => Run("mount", "--bind", folder, folder) && Run("mount", "-o", "remount,bind,ro", folder);

    public static void Unmount(string folder) => Run("umount", "--lazy", folder);

    public static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("codegraph-mount-");
        var mounted = TryMount(folder.FullName, megabytes: 1);
        if (mounted)
            Unmount(folder.FullName);
        folder.Delete();
        return mounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that needs a small or read-only file system, and says so where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.CanMount())
            Skip = "no file system can be mounted: run the tests as root";
    }
}
