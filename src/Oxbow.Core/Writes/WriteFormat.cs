namespace Oxbow.Core.Writes;

/// <summary>
/// The numbers of the format of a write: message <c>Write</c> of <c>proto/write.proto</c>, with the fields in ascending
/// order.
/// </summary>
internal static class WriteFormat
{
    /// <summary>
    /// The schema of every kind and field that this version knows: the highest format level that it executes.
    /// </summary>
    public const int Schema = 1;

    public const int OriginField = 1;
    public const int StampField = 2;
    public const int PreviousField = 3;
    public const int PreviousHashField = 4;
    public const int KindField = 5;
    public const int SchemaField = 6;
    public const int UpdatesField = 7;
    public const int RequestKeyField = 8;
    public const int ReplicaField = 16;
    public const int DescriptionField = 17;
    public const int FormatLevelField = 18;
    public const int EpochField = 19;
    public const int AfterField = 20;
    public const int AfterHashField = 21;
    public const int OriginalField = 22;

    /// <summary>
    /// More take-overs than that no database sees; a larger number could not be followed by another one.
    /// </summary>
    public const int MaximumEpoch = 1_000_000_000;

    public const int CollectionField = 1;
    public const int KeyField = 2;
    public const int PutField = 3;
    public const int DeleteField = 4;

    public const int NodeNameField = 1;
    public const int PublicKeyField = 2;
    public const int DescribedLevelField = 3;

    public const int OriginalOriginField = 1;
    public const int OriginalStampField = 2;
    public const int OriginalHashField = 3;
}
