package io.ringcast.mixer.config;

/** How the pictures share the canvas, with the number that stands for it in a document. */
public enum LayoutMode {
  /** Each listed stream where the document says, in pixels. */
  CUSTOM(1),
  /** One picture fills the canvas, small ones lie on it. */
  FLOATING(2),
  /** Equal tiles. */
  ADAPTIVE(3);

  private final int number;

  LayoutMode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The mode of a number from 1 to 3. */
  static LayoutMode of(int number) {
    return values()[number - 1];
  }
}
