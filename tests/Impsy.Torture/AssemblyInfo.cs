// One torture at a time has the machine, or each would be part of the others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
