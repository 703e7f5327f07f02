package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.payload.Av1Format;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.H265Format;
import io.ringcast.sfu.wire.payload.OpusFormat;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.Vp8Format;
import io.ringcast.sfu.wire.payload.Vp9Format;

/** Which payload format a codec has. */
public final class PayloadFormats {
  private static final PayloadFormat OPUS = new OpusFormat();
  private static final PayloadFormat VP8 = new Vp8Format();
  private static final PayloadFormat VP9 = new Vp9Format();
  private static final PayloadFormat H264 = new H264Format();
  private static final PayloadFormat H265 = new H265Format();
  private static final PayloadFormat AV1 = new Av1Format();

  private PayloadFormats() {}

  /** The one instance that all streams of the codec share. */
  public static PayloadFormat of(Codec codec) {
    return switch (codec) {
      case OPUS -> OPUS;
      case VP8 -> VP8;
      case VP9 -> VP9;
      case H264 -> H264;
      case H265 -> H265;
      case AV1 -> AV1;
    };
  }
}
