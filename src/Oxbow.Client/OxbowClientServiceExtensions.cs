using Microsoft.Extensions.DependencyInjection;

namespace Oxbow.Client;

/// <summary>Puts a client into a program with dependency injection.</summary>
public static class OxbowClientServiceExtensions
{
    /// <summary>Adds a singleton <see cref="IOxbow"/> that reaches nodes across the network.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Which nodes, and how to learn more; checked here, so that a program with faults does not start.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static IServiceCollection AddOxbowClient(this IServiceCollection services, OxbowClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.RequireValid();
        return services.AddSingleton<IOxbow>(_ => new OxbowCluster(options));
    }
}
