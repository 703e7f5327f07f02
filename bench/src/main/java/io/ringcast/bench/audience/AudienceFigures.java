package io.ringcast.bench.audience;

/**
 * A part of an audience that came, or went.
 *
 * @param there how many were there after it
 * @param cpuUsEach what the server spent for each
 * @param messagesEach what was told to anybody meanwhile, for each
 */
record AudienceFigures(int there, double cpuUsEach, double messagesEach) {}
