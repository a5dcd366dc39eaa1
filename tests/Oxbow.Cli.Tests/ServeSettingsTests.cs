using Oxbow.Cli.Serving;

namespace Oxbow.Cli.Tests;

public sealed class ServeSettingsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Mail_and_rates_are_set_in_the_file_and_an_option_wins()
    {
        File.WriteAllText(file, """{"directMail": true, "requestRate": 5}""");
        ServeSettings settings = SettingsFile.Read(file);
        Assert.Equal((true, 5), (settings.DirectMail, settings.RequestRate));
        ServeSettings said = new ServeSettings { DirectMail = false, RequestRate = 0 }.Or(settings);
        Assert.Equal((false, 0), (said.DirectMail, said.RequestRate));
        Assert.Equal(settings, new ServeSettings().Or(settings));
    }
}
