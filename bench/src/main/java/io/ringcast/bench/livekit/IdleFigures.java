package io.ringcast.bench.livekit;

/**
 * What participants without media cost one server.
 *
 * @param bytesEach of memory
 * @param coresBusy CPU time a second for all of them
 */
public record IdleFigures(String server, int participants, double bytesEach, double coresBusy) {}
