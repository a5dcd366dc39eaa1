namespace Oxbow.Core.Writes;

/// <summary>
/// The numbers of the format of a write: message <c>Write</c> of <c>proto/write.proto</c>, with the fields in ascending
/// order.
/// </summary>
internal static class WriteFormat
{
    /// <summary>Schema number that this version writes.</summary>
    public const int Schema = 1;

    public const int OriginField = 1;
    public const int StampField = 2;
    public const int PreviousField = 3;
    public const int KindField = 4;
    public const int SchemaField = 5;
    public const int UpdatesField = 6;
    public const int HandOffTargetField = 7;
    public const int RequestKeyField = 8;

    public const int CollectionField = 1;
    public const int KeyField = 2;
    public const int PutField = 3;
    public const int DeleteField = 4;
}
