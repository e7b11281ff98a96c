using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace CodeGraph.Gateway.Caching;

/// <summary>Answers compressed for clients that accept it, those written while they are found too: each part is flushed.</summary>
internal static class AnswerCompression
{
    public static IServiceCollection AddAnswerCompression(this IServiceCollection services)
    {
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        return services.AddResponseCompression(compression =>
        {
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [MediaTypes.Json, MediaTypes.GraphQLResponse, MediaTypes.Problem, MediaTypes.JsonLines];
        });
    }
}
