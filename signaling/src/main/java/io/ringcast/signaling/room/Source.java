package io.ringcast.signaling.room;

/** What a publication shows or lets hear. */
public enum Source {
  UNKNOWN,
  CAMERA,
  MICROPHONE,
  SCREEN_SHARE,
  SCREEN_SHARE_AUDIO;

  /** The tag of the stream it belongs to: camera and microphone are one stream, a shared screen and its sound another. */
  String tag(String otherwise) {
    return switch (this) {
      case CAMERA, MICROPHONE -> Tags.MAIN;
      case SCREEN_SHARE, SCREEN_SHARE_AUDIO -> Tags.SCREEN;
      case UNKNOWN -> otherwise;
    };
  }
}
