package io.ringcast.sfu.api;

/** Server-side code that receives a publication: mixer, recorder, relay. Called on a loop thread, so it must not block. */
public interface Tap {
  /**
   * One RTP packet, decrypted, as the publisher sent it; the bytes are the tap's only until it returns.
   *
   * <p>Packets come in the order of their arrival. One without payload stands for a number that is not lost and brings nothing: padding,
   * or what was muted or malformed. A number that does not come at all was lost, or lies before a keyframe where the tap's stream began,
   * was unmuted or goes on in another layer.
   */
  void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs);

  /**
   * The publisher says which time of its own clock a timestamp of a layer stands for (RFC 3550 section 6.4.1); told of the layer whose
   * packets come, each time it is said and behind the first of them.
   *
   * @param ntp in NTP's 32.32 fixed point
   */
  default void onSenderReport(Layer layer, long ntp, int rtpTimestamp) {}

  /** The publication ended; nothing follows. */
  void onEnd();
}
