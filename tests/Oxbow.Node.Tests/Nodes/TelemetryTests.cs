using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_write_is_measured_on_the_one_meter()
    {
        ConcurrentDictionary<string, int> measured = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == OxbowTelemetry.Name)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => measured.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => measured.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        listener.Start();
        await using (TestNode node = await TestNode.StartAsync(new InProcessNetwork(), TestNode.Options("a")))
        {
            await node.PutAsync("k");
        }

        Assert.Contains("oxbow.turn.duration", measured.Keys);
        Assert.Contains("oxbow.turn.inputs", measured.Keys);
    }
}
