namespace Oxbow.Samples.Tests.Movies;

/// <summary>The tests of the movies share one service and follow one another.</summary>
[CollectionDefinition]
public sealed class MovieCollection : ICollectionFixture<MovieService>;
