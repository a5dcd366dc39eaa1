using Oxbow.Core.Execution;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>What a log still knows of a write that it has omitted, for as long as others can repeat it.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Number">Its commit number.</param>
/// <param name="Outcome">What came of it.</param>
internal readonly record struct OmittedWrite(WriteHash Hash, CommitNumber Number, Outcome Outcome);
