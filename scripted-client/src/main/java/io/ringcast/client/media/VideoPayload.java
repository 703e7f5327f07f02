package io.ringcast.client.media;

/** Writes what stands at the head of a codec's payload so that forwarding can read it; the rest of the payload is filler. */
interface VideoPayload {
  /** Which packet of which picture is written. */
  record Part(int pictureId, boolean first, boolean last, boolean keyframe, int width, int height) {}

  /** Writes the head of a payload that takes the whole array; returns the bytes written. */
  int write(byte[] bytes, Part part);

  static VideoPayload of(String codec) {
    return switch (codec) {
      case "VP8" -> (bytes, part) ->
        Vp8Payload.write(bytes, 0, part.pictureId(), part.first(), part.keyframe(), part.width(), part.height());
      case "VP9" -> new Vp9Payload();
      case "H265" -> new H265Payload();
      default -> throw new IllegalArgumentException("a scripted publisher does not send the codec " + codec);
    };
  }
}
