package io.ringcast.calls.call;

/** What a call carries, and how many may take part in it at once. */
public enum CallMedia {
  AUDIO(32),
  VIDEO(16);

  private final int places;

  CallMedia(int places) {
    this.places = places;
  }

  public int places() {
    return places;
  }
}
