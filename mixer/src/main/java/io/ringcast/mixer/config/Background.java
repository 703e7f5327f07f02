package io.ringcast.mixer.config;

import java.util.List;

/** What is seen where no tile lies: a colour {@code 0xRRGGBB}, and pictures over it. */
public record Background(int rgb, RenderMode fill, List<PlacedPicture> pictures) {
  public static final Background BLACK = new Background(0, RenderMode.CROP, List.of());

  public Background {
    pictures = List.copyOf(pictures);
  }
}
