package io.ringcast.signaling.livekit.media;

import io.ringcast.signaling.room.Delivery;
import org.jspecify.annotations.Nullable;

/** The names of data channels by which LiveKit's clients and servers tell how packets travel. */
public final class DataLabels {
  public static final String RELIABLE = "_reliable";
  public static final String LOSSY = "_lossy";

  private DataLabels() {}

  static String of(Delivery delivery) {
    return delivery == Delivery.RELIABLE ? RELIABLE : LOSSY;
  }

  /** Null when packets travel on no such channel. */
  static @Nullable Delivery delivery(String label) {
    return switch (label) {
      case RELIABLE -> Delivery.RELIABLE;
      case LOSSY -> Delivery.LOSSY;
      default -> null;
    };
  }
}
