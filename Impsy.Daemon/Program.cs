using Impsy.Daemon.Commands;

// impsy, the instrument. CommandLine lists the verbs; RunCommand is what a musician starts: it reads the
// configuration and hosts an Instrument, which is put together, part by part, in Lifecycle/Instrument.cs.
return CommandLine.Invoke(args);
