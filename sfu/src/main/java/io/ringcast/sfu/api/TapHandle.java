package io.ringcast.sfu.api;

/** A tap's way back to its publication. */
public interface TapHandle {
  void want(Layer layer);

  void requestKeyframe();

  void close();
}
