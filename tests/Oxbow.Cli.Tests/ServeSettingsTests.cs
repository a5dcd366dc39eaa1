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

    /// <summary>
    /// What stands in a file is read again at the start after a lost disk, and would make a second database.
    /// </summary>
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void To_create_is_not_said_in_the_file(string value)
    {
        File.WriteAllText(file, $$"""{"create": {{value}}}""");
        string fault = Assert.Throws<UsageException>(() => SettingsFile.Read(file)).Message;
        Assert.Contains("--create on the command line", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Which_database_it_has_to_be_stands_in_the_file()
    {
        const string Id = "ffeeddccbbaa99887766554433221100";
        File.WriteAllText(file, $$"""{"name": "a", "data": "d", "databaseId": "{{Id}}"}""");
        ServeSettings settings = new ServeSettings().Or(SettingsFile.Read(file));
        Assert.Equal(Id, ServerSetup.Options(settings).DatabaseId.ToString());
        Assert.Throws<UsageException>(() => ServerSetup.Options(settings with { DatabaseId = "main" }));
    }

    [Fact]
    public void Clients_are_told_the_address_that_was_given()
    {
        File.WriteAllText(file, """{"name": "a", "data": "d", "clientAddress": "https://oxbow.example/"}""");
        Assert.Equal("https://oxbow.example/", ServerSetup.Options(SettingsFile.Read(file)).AdvertisedClientAddress);
        Assert.Throws<UsageException>(() => ServerSetup.Options(SettingsFile.Read(file) with { ClientAddress = "oxbow.example" }));
    }
}
