package io.ringcast.sfu.api;

/** Server-side code that receives a publication: mixer, recorder, relay. Called on a loop thread, so it must not block. */
public interface Tap {
  /** One RTP packet, decrypted, as the publisher sent it; the bytes are the tap's only until it returns. */
  void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs);

  /** The publication ended; nothing follows. */
  void onEnd();
}
