package io.ringcast.mixer.job;

import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Drawing;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.View;
import java.util.EnumMap;
import java.util.Map;

/** What stands for somebody who cannot be shown: drawn when it is needed first. Owned by the mix's thread. */
final class Cards implements AutoCloseable {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;

  private final String name;
  private final Map<Reason, Picture> drawn = new EnumMap<>(Reason.class);

  /** Why there is no picture, and what the card says of it. */
  enum Reason {
    /** There is none, it is muted, or it has stood still for long. */
    NO_PICTURE(""),
    ENCRYPTED("end-to-end encrypted");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  Cards(String name) {
    this.name = name;
  }

  View view(Tile tile, Reason reason) {
    Picture card = drawn.computeIfAbsent(reason, one -> Drawing.placeholder(name, one.words, WIDTH, HEIGHT));
    // Pictures of the stream are counted from 1 on.
    return new View(tile, card.frame(), -1 - reason.ordinal());
  }

  @Override
  public void close() {
    drawn.values().forEach(Picture::close);
    drawn.clear();
  }
}
