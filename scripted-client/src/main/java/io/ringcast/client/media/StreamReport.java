package io.ringcast.client.media;

/**
 * What a subscriber saw of one stream.
 *
 * @param packets distinct ones, recovered ones included
 * @param recovered packets that came by RTX
 * @param missing packets that are still waited for
 * @param givenUp packets that were asked for in vain
 * @param expected packets from the first sequence number to the highest
 * @param frames markers seen
 * @param layer the publisher's layer that the newest stamped packet came from; -1 before any
 * @param longestGapNs between two arrivals
 */
public record StreamReport(int ssrc, String kind, String codec, long packets, long bytes, long recovered, long duplicates, long missing,
  long givenUp, long expected, long frames, int layer, long longestGapNs, long lastArrivalNs, long senderReports) {}
