// One instrument at a time has the machine, or their timing would be each other's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
