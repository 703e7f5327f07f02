package io.ringcast.client.media;

/** Hears every payload that a scripted peer is about to send, or receives. On the loop's thread; the bytes are valid until it returns. */
public interface PayloadListener {
  /**
   * One payload.
   *
   * @param ssrc the stream's
   * @param sequence unwrapped, so that it never goes round
   */
  void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length);
}
