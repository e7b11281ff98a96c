using System.Diagnostics;

namespace CodeGraph.Grains.Tests;

/// <summary>A file system in memory with a size, mounted over a folder.</summary>
internal static class SmallDisk
{
    public static bool TryMount(string folder, int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);

    public static void Unmount(string folder) => Run("umount", "--lazy", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
