package io.ringcast.sfu.api;

/** What a publication carries. */
public enum MediaKind {
  AUDIO,
  VIDEO
}
