package io.ringcast.bench.fanout;

import io.ringcast.client.media.PublisherSettings;
import java.util.List;
import java.util.Locale;

/**
 * What a server has to forward: so many rooms, each with its publishers and subscribers, every subscriber receiving all publishers.
 *
 * @param videos publishers of video in a room
 * @param audios publishers of audio in a room, 50 packets a second each
 * @param subscribers of a room
 * @param frame how each video publisher sends
 */
public record Load(int rooms, int videos, int audios, int subscribers, Frame frame) {
  /**
   * Frames of video.
   *
   * @param packets a frame, each of {@link #PAYLOAD_BYTES}
   * @param spacingNs from one of its packets to the next; 0 for all at once
   */
  public record Frame(int perSecond, int packets, long spacingNs) {}

  /** With the headers packets of about 1,280 bytes. */
  public static final int PAYLOAD_BYTES = 1_250;
  /** Of an audio packet. */
  public static final int AUDIO_BYTES = 120;
  private static final int AUDIO_PACKETS_PER_SECOND = 50;
  private static final int BITS = 8;
  private static final double MILLION = 1e6;

  PublisherSettings video() {
    return new PublisherSettings(false, true, List.of(), frame.perSecond(), frame.packets(), PAYLOAD_BYTES, frame.spacingNs(), 0);
  }

  PublisherSettings audio() {
    return PublisherSettings.DEFAULT.audioOnly();
  }

  public int subscribersInAll() {
    return rooms * subscribers;
  }

  /** What is to be forwarded. */
  public int packetsPerSecond() {
    return subscribersInAll() * (videos * frame.perSecond() * frame.packets() + audios * AUDIO_PACKETS_PER_SECOND);
  }

  /** In words, as tables show it. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (rooms > 1) {
      text.append(rooms).append(" rooms, each ");
    }
    if (videos > 0) {
      double megabits = (double) BITS * PAYLOAD_BYTES * frame.packets() * frame.perSecond() / MILLION;
      text.append(String.format(Locale.ROOT, "video %d -> %d, %.1f Mbit/s, %d packets a frame %s", videos, subscribers, megabits,
        frame.packets(), frame.spacingNs() == 0 ? "at once" : "1 ms apart"));
    }
    if (audios > 0) {
      text.append(videos > 0 ? "; " : "").append("audio ").append(audios).append(" -> ").append(subscribers);
    }
    return text.toString();
  }
}
