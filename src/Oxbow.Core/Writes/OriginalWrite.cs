using Oxbow.Core.Identity;

namespace Oxbow.Core.Writes;

/// <summary>
/// The write that another one was made again from: the first of them, when that happened more than once. Of all writes
/// made from one, and of that one itself, the first in the log that the format level allows counts; the others behind
/// it repeat it: one made again however much later it comes, and the original as long as its stamp lies within the
/// idempotency window.
/// </summary>
/// <param name="Id">Its id, which another write may bear as well: two replicas have used one id.</param>
/// <param name="Hash">Its hash, which tells the two apart.</param>
public readonly record struct OriginalWrite(WriteId Id, WriteHash Hash);
