namespace Oxbow.Client;

internal sealed record LinkRequest(
    bool? Blocked, double? DelayMilliseconds, double? JitterMilliseconds, double? Loss, long? BytesPerSecond)
{
    public static LinkRequest Of(LinkChange change) => new(
        change.Blocked, change.Delay?.TotalMilliseconds, change.Jitter?.TotalMilliseconds, change.Loss, change.BytesPerSecond);
}
