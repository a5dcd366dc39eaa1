using Oxbow.Storage.Files;
using Oxbow.Storage.Tests.Replicas;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests.Spoiling;

/// <summary>
/// Whatever happens to any byte of a small store, the replica that starts from it is the right one; or, when the damage
/// reaches the last frame of the newest segment, one with fewer of the last groups; or the start is refused with file and
/// offset. It is never silently another one (I28).
/// </summary>
public sealed class SpoiledStoreTests
{
    private const int SectorBytes = 64;

    private int equal;
    private int shorter;
    private int refused;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_bit_may_flip(bool isClosed)
    {
        Store store = Store.Make(isClosed);
        FlipEveryBit(store, files => files);

        Assert.InRange(store.Files.Count, 3, 10);
        Assert.Equal(!isClosed, shorter > 0);
        RequireAllKinds();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_file_may_be_cut_anywhere(bool isClosed)
    {
        Store store = Store.Make(isClosed);
        foreach ((string name, byte[] bytes) in store.Files)
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                Require(store, [(name, bytes[..length])], files => files);
            }
        }

        Assert.True(shorter > 0);
        RequireAllKinds();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_two_sectors_may_be_swapped_or_written_over_each_other(bool isClosed)
    {
        Store store = Store.Make(isClosed);
        (string Name, int Offset)[] sectors = [.. store.Files.SelectMany(file => Enumerable.Range(0, file.Value.Length / SectorBytes).Select(sector => (file.Key, sector * SectorBytes)))];
        foreach ((string Name, int Offset) left in sectors)
        {
            foreach ((string Name, int Offset) right in sectors)
            {
                Require(store, With(store, left, right, isSwap: true), files => files);
                Require(store, With(store, left, right, isSwap: false), files => files);
            }
        }

        RequireAllKinds();
    }

    [Fact]
    public void A_reader_that_checks_nothing_is_found() =>
        Assert.Contains("silently", Assert.ThrowsAny<Exception>(() => FlipEveryBit(Store.Make(isClosed: true), files => new TrustingFiles(files))).Message, StringComparison.Ordinal);

    private void FlipEveryBit(Store store, Func<IJournalFiles, IJournalFiles> reader)
    {
        foreach ((string name, byte[] bytes) in store.Files)
        {
            for (int bit = 0; bit < bytes.Length * 8; bit++)
            {
                byte[] spoiled = [.. bytes];
                spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
                Require(store, [(name, spoiled)], reader);
            }
        }
    }

    private static (string Name, byte[] Bytes)[] With(Store store, (string Name, int Offset) left, (string Name, int Offset) right, bool isSwap)
    {
        byte[] first = [.. store.Files[left.Name]];
        byte[] second = left.Name == right.Name ? first : [.. store.Files[right.Name]];
        byte[] moved = first[left.Offset..(left.Offset + SectorBytes)];
        if (isSwap)
        {
            second.AsSpan(right.Offset, SectorBytes).CopyTo(first.AsSpan(left.Offset));
        }

        moved.CopyTo(second.AsSpan(right.Offset));
        return left.Name == right.Name ? [(left.Name, first)] : [(left.Name, first), (right.Name, second)];
    }

    private void Require(Store store, (string Name, byte[] Bytes)[] spoiled, Func<IJournalFiles, IJournalFiles> reader)
    {
        Dictionary<string, byte[]> files = new(store.Files);
        foreach ((string name, byte[] bytes) in spoiled)
        {
            files[name] = bytes;
        }

        try
        {
            string view = ReplicaView.Of(reader(SimulatedDisk.Of(files).Mount()), Store.Options);
            RequireRightOrShorter(store, files, view);
        }
        catch (JournalContentException content)
        {
            Assert.Fail($"The replica is silently given other blocks: {content.Message}");
        }
        catch (JournalDamagedException damage)
        {
            Assert.Contains(spoiled, file => file.Name == damage.File && damage.Offset <= store.Files[file.Name].Length);
            refused++;
        }
        catch (JournalVersionException version)
        {
            Assert.Contains(spoiled, file => file.Name == version.File);
            refused++;
        }
    }

    private void RequireRightOrShorter(Store store, Dictionary<string, byte[]> files, string view)
    {
        if (view == store.Views[^1])
        {
            equal++;
            return;
        }

        int count = store.Views.ToList().IndexOf(view);
        Assert.True(count >= 0, "The replica is silently another one.");
        int first = store.Files[store.Newest].AsSpan().CommonPrefixLength(files[store.Newest]);
        (int start, int end, _) = store.Frames(store.Newest)[^1];
        byte[] last = files[store.Newest].Length < end ? [] : files[store.Newest][start..end];
        Assert.False(last.AsSpan().SequenceEqual(store.Files[store.Newest].AsSpan(start..end)), "Groups before a sound last frame are gone.");
        Assert.True(count >= store.BlocksBefore(first), "Groups before the damage are gone.");
        shorter++;
    }

    private void RequireAllKinds()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{equal} right, {shorter} shorter by the last groups, {refused} refused");
        Assert.True(equal > 0 && refused > equal / 10);
    }
}
