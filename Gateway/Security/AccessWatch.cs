namespace CodeGraph.Gateway.Security;

/// <summary>
/// Ends an answer that outlasts its caller's access: a stream of events, a long download, a socket. As often as the options say, the credential is looked up
/// again; where it is void or good for less than when the answer began, the connection is closed. Who may still ask connects again.
/// </summary>
internal sealed partial class AccessWatch(RequestDelegate next, CallerLookup callers, GatewayOptions options, TimeProvider time, ILogger<AccessWatch> logger)
{
    public async Task Invoke(HttpContext context)
    {
        if (Caller.Of(context) is not { } caller)
        {
            await next(context);
            return;
        }

        // Disposing of it ends the loop without an exception, which would cost more than most answers.
        using var timer = new PeriodicTimer(options.AccessCheckInterval, time);
        var watch = Watch(context, caller, timer);
        try
        {
            await next(context);
        }
        finally
        {
            timer.Dispose();
            await watch;
        }
    }

    private async Task Watch(HttpContext context, Caller caller, PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            // What has not begun to answer may itself be what ends the caller's session: another password.
            if (!context.Response.HasStarted || await MayGoOn(context, caller))
                continue;
            LogEnded(context.Request.Path, caller.Access.Name);
            context.Abort();
            return;
        }
    }

    private async Task<bool> MayGoOn(HttpContext context, Caller caller)
    {
        try
        {
            var (now, _) = await callers.Find(CredentialHandler.CredentialOf(context.Request)!, CancellationToken.None);
            return now?.Access.Covers(caller.Access) == true;
        }
        catch (Exception exception)
        {
            LogUnknown(exception, caller.Access.Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "{Path} was ended, as {User} may not see it any more")]
    private partial void LogEnded(string path, string user);

    [LoggerMessage(EventId = 41, Level = LogLevel.Error, Message = "What {User} may see could not be read; an answer to them was ended")]
    private partial void LogUnknown(Exception exception, string user);
}
