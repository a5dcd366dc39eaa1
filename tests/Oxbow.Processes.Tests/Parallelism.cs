// Each test fills the machine with processes of its own, and some measure how long one takes to end.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
