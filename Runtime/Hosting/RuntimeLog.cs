using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>What the runtime writes to the log, under the category "Orleans.Runtime".</summary>
/// <param name="logger">The logger.</param>
internal sealed partial class RuntimeLog(ILogger logger)
{
    private readonly ILogger logger = logger;
}
