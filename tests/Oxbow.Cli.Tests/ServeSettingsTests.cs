using Oxbow.Cli.Output;
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

    [Fact]
    public void Clients_are_told_the_address_that_was_given()
    {
        File.WriteAllText(file, """{"name": "a", "data": "d", "clientAddress": "https://oxbow.example/"}""");
        Assert.Equal("https://oxbow.example/", ServerSetup.Options(SettingsFile.Read(file)).AdvertisedClientAddress);
        Assert.Throws<UsageException>(() => ServerSetup.Options(SettingsFile.Read(file) with { ClientAddress = "oxbow.example" }));
    }
}
