namespace Oxbow.House.Tests.Model;

/// <summary>A place where code in one room (a folder of a project) uses a type of another room of it.</summary>
internal sealed record RoomUse(string Project, string From, string To, string Type, string Path, int Line);
