namespace Oxbow.Cli.Demo;

/// <summary>The demo itself: a playlist written on two sides of a partition, and what becomes of it.</summary>
internal sealed class DemoStory(DemoScene scene, DemoScreen screen)
{
    /// <summary>Tells it; true when the replicas are equal at the end.</summary>
    public async Task<bool> TellAsync(CancellationToken cancellation)
    {
        screen.Title("Three replicas of one playlist, each a process of its own");
        var paris = await scene.StartAsync("paris", cancellation);
        var oslo = await scene.StartAsync("oslo", cancellation);
        var lima = await scene.StartAsync("lima", cancellation);
        await DemoScene.PutAsync(paris, "Help", "v1", cancellation);
        await DemoScene.PutAsync(paris, "Yesterday", "v1", cancellation);
        await scene.SettleAsync(cancellation);
        screen.Say("Paris is the primary and has written two songs; the others have them as well.");
        await screen.ShowSongsAsync(scene.Replicas, cancellation);

        screen.Title("The links of paris break; both sides go on writing");
        await scene.SetLinkAsync(paris, oslo, isBroken: true, cancellation);
        await scene.SetLinkAsync(paris, lima, isBroken: true, cancellation);
        await DemoScene.PutAsync(oslo, "Help", "v2-oslo", cancellation);
        await DemoScene.PutAsync(lima, "Michelle", "v1-lima", cancellation);
        await DemoScene.PutAsync(paris, "Help", "v2-paris", cancellation);
        await DemoScene.DeleteAsync(paris, "Yesterday", cancellation);
        await scene.SettleAsync(cancellation);
        screen.Say("Oslo and lima reach each other and share what they wrote, tentatively. Paris commits alone.");
        await screen.ShowSongsAsync(scene.Replicas, cancellation);

        screen.Title("The links are back: one order for all, one result");
        await scene.SetLinkAsync(paris, oslo, isBroken: false, cancellation);
        await scene.SetLinkAsync(paris, lima, isBroken: false, cancellation);
        await scene.SettleAsync(cancellation);
        await screen.ShowSongsAsync(scene.Replicas, cancellation);
        screen.Say("Oslo's 'Help' reached the primary after paris had written its own, so it comes later and determines the value:");
        await screen.ShowLogAsync(lima, scene.Replicas, cancellation);

        screen.Title("Proof: equal hashes mean equal history and equal results");
        return await screen.ShowEqualityAsync(scene.Replicas, cancellation);
    }
}
