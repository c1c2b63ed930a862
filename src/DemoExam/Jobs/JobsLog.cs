using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace DemoExam.Jobs;

/// <summary>
/// Hangfire's log in ours. Hangfire keeps one log for the whole process; a host that has gone down must not make the next one
/// in the same process fail, so what is said after that goes nowhere.
/// </summary>
internal sealed class JobsLog(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider provider = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Nowhere();
        }
    }

    private sealed class Nowhere : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
