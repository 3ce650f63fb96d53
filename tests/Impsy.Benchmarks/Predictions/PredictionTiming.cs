using Impsy.Benchmarks.Reporting;

namespace Impsy.Benchmarks.Predictions;

/// <summary>How long one way of predicting takes.</summary>
/// <param name="Weights">fp32 or int8.</param>
/// <param name="Way">What was called.</param>
/// <param name="Bytes">Managed bytes allocated by all calls together.</param>
internal sealed record PredictionTiming(NetworkSize Size, string Weights, string Way, Samples Samples, long Bytes);
