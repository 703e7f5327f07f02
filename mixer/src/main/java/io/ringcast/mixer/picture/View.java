package io.ringcast.mixer.picture;

import io.ringcast.mixer.layout.Tile;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What a tile shows now.
 *
 * @param frame the picture; it stays its owner's and must not change while its version is the same
 * @param version tells one picture of the stream from the next
 * @param turns so many quarters of a turn to the right, and it stands upright
 */
public record View(Tile tile, AVFrame frame, long version, int turns) {
  /** An upright picture. */
  public View(Tile tile, AVFrame frame, long version) {
    this(tile, frame, version, 0);
  }

  /** A picture's sides. */
  public record Size(int width, int height) {}

  /** As it is seen. */
  Size size() {
    return size(frame, turns);
  }

  /** A frame as it is seen after so many quarters of a turn. */
  public static Size size(AVFrame frame, int turns) {
    return Turn.exchangesSides(turns) ? new Size(frame.height(), frame.width()) : new Size(frame.width(), frame.height());
  }
}
