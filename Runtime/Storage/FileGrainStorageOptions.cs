using System.Text.Json;

namespace Orleans.Configuration;

/// <summary>Settings of one file storage.</summary>
public sealed class FileGrainStorageOptions
{
    /// <summary>The folder that holds the records; created on the first write. Required.</summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// Whether a write waits until the disk has the record. Without it a record survives the end of the process, but not a power cut.
    /// Default: true.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>How states are written. Default: System.Text.Json's web defaults (camel case), fields included.</summary>
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.Web) { IncludeFields = true };
}
