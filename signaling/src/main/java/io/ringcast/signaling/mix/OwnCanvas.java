package io.ringcast.signaling.mix;

import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.TrackDetails;
import java.util.Comparator;
import java.util.Locale;

/** What is asked of a mix that stands in for what is published: the standard one, on a canvas of the largest picture's shape. */
final class OwnCanvas {
  private static final String STANDARD = "{}";
  private static final int FPS = 25;
  /** What a live stream's viewers see well, and half a core encodes. */
  private static final int SIDE_MAX = 1_280;
  private static final int SIDE_MIN = 64;
  private static final double BITS_PER_PIXEL = 0.08;
  private static final int BITS_PER_KBIT = 1_000;

  private OwnCanvas() {}

  /** The document; where no publisher says how large its picture is, the standard one. */
  static String documentFor(Room room) {
    return room.visible().stream().flatMap(member -> member.publications().stream()).filter(Publication::live)
        .map(Publication::details).filter(details -> Math.min(details.width(), details.height()) >= SIDE_MIN)
        .max(Comparator.comparingInt(details -> details.width() * details.height()))
        .map(OwnCanvas::document).orElse(STANDARD);
  }

  private static String document(TrackDetails details) {
    double scale = Math.min(1, (double) SIDE_MAX / Math.max(details.width(), details.height()));
    int width = even(details.width() * scale);
    int height = even(details.height() * scale);
    long kbits = Math.round(width * height * FPS * BITS_PER_PIXEL / BITS_PER_KBIT);
    return String.format(Locale.ROOT, "{\"output\":{\"video\":{\"normal\":{\"width\":%d,\"height\":%d,\"fps\":%d,\"bitrate\":%d}}}}",
        width, height, FPS, kbits);
  }

  private static int even(double side) {
    return 2 * (int) Math.max(SIDE_MIN / 4, side / 2);
  }
}
