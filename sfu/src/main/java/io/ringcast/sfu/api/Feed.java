package io.ringcast.sfu.api;

/** Server-side code that publishes: the mix, an ingested stream. Called on a loop thread, so it must not block. */
public interface Feed {
  /** A subscriber needs a keyframe of this layer. */
  void onKeyframeRequested(Layer layer);

  /** Whether anybody wants this layer now. */
  void onDemand(Layer layer, boolean wanted);
}
