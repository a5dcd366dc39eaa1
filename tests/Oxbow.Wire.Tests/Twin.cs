using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Tests;

/// <summary>Holds what was read by hand against what the classes generated from the published schema read.</summary>
internal static class Twin
{
    /// <summary>Compares a write that this version understands; of others the hand reads the header alone.</summary>
    public static void AssertSame(Write write)
    {
        if (!write.IsUnderstood)
        {
            return;
        }

        Schema.Write schema = Schema.Write.Parser.ParseFrom(write.Encoded.Span);
        AssertSame(schema.Origin.Span, write.Id.Origin.Encoded);
        Assert.Equal(schema.Stamp, (ulong)write.Id.Stamp.Value);
        Assert.Equal(schema.Previous, (ulong)write.Previous.Value);
        AssertSame(schema.PreviousHash.Span, Bytes(write.PreviousHash));
        Assert.Equal(schema.Kind, (uint)write.Kind);
        AssertSame(schema.Description, write.Description);
        if ((write.HandOffTarget ?? write.Evicted) is { } target)
        {
            AssertSame(schema.Replica.Span, target.Encoded);
        }

        if (write.TakeOver is { } terms)
        {
            Assert.Equal(((ulong)terms.Epoch.Number, (ulong)terms.After.Value), (schema.Epoch, schema.After));
            AssertSame(schema.AfterHash.Span, terms.AfterHash.Span);
        }

        Assert.Equal(schema.RequestKey.Length > 0, write.HasRequestKey);
        AssertSame(schema.RequestKey.Span, write.RequestKey.Span);
        AssertSameUpdates(schema, write);
    }

    private static void AssertSame(Schema.Description? schema, ReplicaDescription? description)
    {
        Assert.Equal(schema is null, description is null);
        if (schema is not null && description is not null)
        {
            AssertSame(schema.NodeName.Span, Encoding.UTF8.GetBytes(description.NodeName));
            AssertSame(schema.PublicKey.Span, description.PublicKey.Span);
            Assert.Equal(schema.FormatLevel, (uint)description.FormatLevel);
        }
    }

    private static byte[] Bytes(WriteHash hash)
    {
        byte[] bytes = new byte[WriteHash.Size];
        hash.WriteTo(bytes);
        return bytes;
    }

    public static void AssertSame(Schema.Mail schema, Mail mail)
    {
        AssertSame(schema.Write.Span, mail.Write.Encoded.Span);
        AssertSame(mail.Write);
        Assert.Equal(schema.DependsOn.Count, mail.DependsOn.Entries.Length);
        foreach ((Schema.VectorEntry entry, VectorEntry read) in schema.DependsOn.Zip(mail.DependsOn.Entries))
        {
            AssertSame(entry.Replica.Span, read.Replica.Encoded);
            Assert.Equal(entry.Stamp, (ulong)read.Stamp.Value);
        }
    }

    public static void AssertSame(Schema.Batch schema, Batch batch)
    {
        Assert.Equal(schema.Epoch, (ulong)batch.Epoch.Number);
        AssertSame(schema.Founder.Span, batch.Epoch.Founder.Encoded);
        Assert.Equal(schema.HashBefore.IsEmpty, batch.Follows is null);
        if (batch.Follows is { } before)
        {
            byte[] bytes = new byte[ChainHash.Size];
            before.Hash.WriteTo(bytes);
            AssertSame(schema.HashBefore.Span, bytes);
            Assert.Equal(schema.NumberBefore, (ulong)before.Number.Value);
        }

        Assert.Equal(schema.Sequence, (ulong)batch.Sequence);
        Assert.Equal(schema.EndsRun, batch.EndsRun);
        AssertSame(schema.Records, batch.Records);
    }

    public static void AssertSame(IReadOnlyList<Schema.Record> schema, IReadOnlyList<LogRecord> records)
    {
        Assert.Equal(schema.Count, records.Count);
        for (int position = 0; position < records.Count; position++)
        {
            AssertSame(schema[position], records[position]);
        }
    }

    private static void AssertSame(Schema.Record schema, LogRecord record)
    {
        Assert.Equal(schema.CommitNumber, (ulong)record.CommitNumber.Value);
        Assert.Equal(schema.RollBack, record.IsRollBack);
        if (record.IsRollBack)
        {
            AssertSame(schema.Origin.Span, record.Epoch.Founder.Encoded);
            Assert.Equal(schema.Epoch, (ulong)record.Epoch.Number);
            return;
        }

        Assert.Equal(schema.Withdrawal, record.IsWithdrawal);
        bool isHashed = record.IsCommitNotice && schema.NoticedHash.Length == WriteHash.Size;
        Assert.Equal(isHashed ? WriteHash.Read(schema.NoticedHash.Span) : WriteHash.None, record.NoticedHash);
        if (record.Write is { } write)
        {
            AssertSame(schema.Write.Span, write.Encoded.Span);
            AssertSame(write);
        }
        else
        {
            AssertSame(schema.Origin.Span, record.Id.Origin.Encoded);
            Assert.Equal(schema.Stamp, (ulong)record.Id.Stamp.Value);
        }
    }

    /// <summary>Much faster on spans than the library's, which matters for a million spoiled frames.</summary>
    private static void AssertSame(ReadOnlySpan<byte> schema, ReadOnlySpan<byte> read) =>
        Assert.True(schema.SequenceEqual(read));

    private static void AssertSameUpdates(Schema.Write schema, Write write)
    {
        int position = 0;
        foreach (Update update in write.ReadUpdates())
        {
            Schema.Update twin = schema.Updates[position++];
            Assert.Null(WriteValidation.FindFault(update));
            AssertSame(twin.Collection.Span, update.Collection.Span);
            AssertSame(twin.Key.Span, update.Key.Span);
            AssertSame(twin.Put.Span, update.Value.Span);
            Assert.Equal(twin.Delete, update.Kind == UpdateKind.Delete);
        }

        Assert.Equal(write.Kind == WriteKind.Update ? schema.Updates.Count : 0, position);
    }
}
