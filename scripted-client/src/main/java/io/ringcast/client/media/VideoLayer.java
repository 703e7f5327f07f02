package io.ringcast.client.media;

import io.ringcast.client.ClientLoop;

/** Makes the frames of one layer. On the loop. */
final class VideoLayer {
  /** Where one layer stands among the layers of its publisher. */
  record Shape(int index, int packetsPerFrame, int payloadBytes, int width, int height) {}

  private static final int CLOCK_RATE = 90_000;
  private static final int PICTURE_ID_MASK = 0x7FFF;
  private static final long NS_PER_S = 1_000_000_000L;

  private final OutgoingStream stream;
  private final Shape shape;
  private final VideoPayload codec;
  private final int timestampBase;
  private final PayloadListener sent;
  private final byte[] payload;
  private int pictureId;
  private long packetCount;
  private int frames;
  private int keyframes;
  private int keyframeRequests;
  private boolean keyframeDue = true;

  VideoLayer(OutgoingStream stream, Shape shape, VideoPayload codec, int seed, PayloadListener sent) {
    this.stream = stream;
    this.shape = shape;
    this.codec = codec;
    this.sent = sent;
    timestampBase = seed;
    pictureId = seed & PICTURE_ID_MASK;
    payload = new byte[shape.payloadBytes()];
  }

  OutgoingStream stream() {
    return stream;
  }

  int frames() {
    return frames;
  }

  int keyframes() {
    return keyframes;
  }

  int keyframeRequests() {
    return keyframeRequests;
  }

  void onKeyframeRequest() {
    keyframeRequests++;
    keyframeDue = true;
  }

  int timestampAt(long mediaNs) {
    return timestampBase + (int) (mediaNs * CLOCK_RATE / NS_PER_S);
  }

  /** Sends the frame of this moment, its packets {@code spacingNs} apart. */
  void sendFrame(ClientLoop loop, long nowNs, long mediaNs, long spacingNs, boolean keyframeByInterval) {
    boolean keyframe = keyframeDue || keyframeByInterval;
    keyframeDue = false;
    frames++;
    keyframes += keyframe ? 1 : 0;
    pictureId = (pictureId + 1) & PICTURE_ID_MASK;
    int timestamp = timestampAt(mediaNs);
    int id = pictureId;
    for (int i = 0; i < shape.packetsPerFrame(); i++) {
      int index = i;
      if (spacingNs == 0 || i == 0) {
        sendPacket(index, id, keyframe, timestamp, loop.nowNs());
      } else {
        loop.at(nowNs + index * spacingNs, now -> sendPacket(index, id, keyframe, timestamp, now));
      }
    }
  }

  private void sendPacket(int index, int id, boolean keyframe, int timestamp, long nowNs) {
    boolean last = index == shape.packetsPerFrame() - 1;
    int head = codec.write(payload, new VideoPayload.Part(id, index == 0, last, keyframe, shape.width(), shape.height()));
    for (int i = head; i < payload.length; i++) {
      payload[i] = (byte) (packetCount * 31 + i);
    }
    Stamp.write(payload, payload.length, shape.index(), index, packetCount, nowNs);
    sent.onPayload(stream.names().ssrc(), packetCount, payload, 0, payload.length);
    stream.send(last, timestamp, payload, payload.length, nowNs);
    packetCount++;
  }
}
