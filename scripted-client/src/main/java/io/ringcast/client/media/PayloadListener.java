package io.ringcast.client.media;

/** Hears every payload that a scripted peer sends or receives; the bytes are valid until the call returns. On the loop's thread. */
public interface PayloadListener {
  /**
   * One payload.
   *
   * @param ssrc the stream's
   * @param sequence unwrapped, so that it never goes round
   */
  void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length);
}
