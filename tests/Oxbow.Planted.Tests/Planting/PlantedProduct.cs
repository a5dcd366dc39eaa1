using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace Oxbow.Planted.Tests.Planting;

/// <summary>
/// A copy of the product and of the simulator, of which some assemblies are replaced. It shares nothing with the product
/// that the tests themselves refer to, and goes away when nobody holds it any more.
/// </summary>
internal sealed class PlantedProduct(IReadOnlyDictionary<string, byte[]> replaced) : AssemblyLoadContext(isCollectible: true)
{
    private const string Simulator = "Oxbow.Testing";

    /// <summary>Runs seeds from 1 on until one does not hold, or as many as allowed.</summary>
    /// <param name="mostSeeds">The bound.</param>
    /// <param name="workers">How many threads to use.</param>
    /// <param name="cancellation">Ends the run after the seeds that are running.</param>
    public Finding Simulate(long mostSeeds, int workers, CancellationToken cancellation)
    {
        Type rangeType = LoadFromAssemblyName(new(Simulator)).GetType("Oxbow.Testing.SeedRange", throwOnError: true)!;
        object range = Activator.CreateInstance(rangeType, 1L, mostSeeds)!;
        IEnumerable failures = (IEnumerable)rangeType.GetMethod("Run")!.Invoke(range, [workers, cancellation])!;
        object? first = failures.Cast<object>().FirstOrDefault();
        if (first is null)
        {
            return new((long)Get(range, "Done"), null, "");
        }

        string message = (string)Get(first, "Message");
        string invariant = (string)Get(first, "Invariant");
        string caughtBy = invariant.Length > 0 ? invariant : message[..message.IndexOf(':', StringComparison.Ordinal)].Split('.')[^1];
        return new((long)Get(Get(first, "Options"), "Seed"), caughtBy, message);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (!name.StartsWith("Oxbow.", StringComparison.Ordinal))
        {
            return null;
        }

        byte[] bytes = replaced.GetValueOrDefault(name) ?? File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        return LoadFromStream(new MemoryStream(bytes));
    }

    private static object Get(object of, string property) => of.GetType().GetProperty(property)!.GetValue(of)!;
}
