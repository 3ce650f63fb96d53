using Impsy.Benchmarks;

// impsy-benchmarks: how fast, how punctual and how lasting the instrument is. Verbs lists what it does;
// eng/benchmark and eng/soak are the doors to it.
return Verbs.Invoke(args);
