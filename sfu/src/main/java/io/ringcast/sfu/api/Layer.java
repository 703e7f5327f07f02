package io.ringcast.sfu.api;

/** The size of a video publication's copy; a publication without simulcast has BIG only. */
public enum Layer {
  SMALL,
  MEDIUM,
  BIG
}
