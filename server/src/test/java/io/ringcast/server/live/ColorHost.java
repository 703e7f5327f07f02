package io.ringcast.server.live;

import io.ringcast.client.ClientHost;
import io.ringcast.client.MediaDoor;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.Offer;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.output.RtpOut;
import io.ringcast.mixer.output.Vp8Payloads;
import io.ringcast.mixer.picture.Color;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.sfu.api.Codec;
import io.ringcast.client.srtp.PacketBuffer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Publishes a picture of one colour by WHIP, 25 frames a second, a keyframe every second. */
final class ColorHost implements AutoCloseable {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static final int FRAMES_PER_SECOND = 25;
  private static final long FRAME_NS = 1_000_000_000L / FRAMES_PER_SECOND;
  private static final int OPEN_LIMIT_S = 15;

  private final ClientHost host;
  private final MediaDoor door;
  private final ScriptedPeer peer;
  private final MediaDoor.Resource resource;
  private final int ssrc;
  private final int payloadType;
  private final VideoEncoder encoder;
  private final Picture picture = Picture.of(WIDTH, HEIGHT);
  private final Vp8Payloads payloads = new Vp8Payloads();
  private final RtpOut out = new RtpOut();
  private long frames;
  private boolean ended;

  ColorHost(ClientHost host, URI endpoint, String token, int rgb) throws CodecException {
    this.host = host;
    ssrc = host.random().nextInt();
    door = new MediaDoor(host, endpoint, token);
    peer = new ScriptedPeer(host, PeerSettings.DEFAULT, new ScriptedPeer.Listener() {
      @Override
      public void onRtp(PacketBuffer packet, long nowNs) {}

      @Override
      public void onRtcp(PacketBuffer packet, long nowNs) {}
    });
    encoder = new VideoEncoder(new VideoFormat(Codec.VP8, WIDTH, HEIGHT, FRAMES_PER_SECOND, 300_000, 0));
    picture.fill(picture.bounds(), Color.ofRgb(rgb));
    resource = door.open(peer, List.of(Offer.Media.video("0", List.of("VP8"), List.of(), List.of(ssrc, host.random().nextInt()))));
    Answer answer = resource.answer();
    payloadType = answer.section("video").orElseThrow().primary().orElseThrow().type();
    peer.connect(answer);
    peer.opened().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    host.loop().execute(() -> publish(host.loop().nowNs()));
  }

  private void publish(long nowNs) {
    if (ended) {
      return;
    }
    EncodedFrame frame = encoder.encode(picture, frames, frames % FRAMES_PER_SECOND == 0);
    if (frame != null) {
      int timestamp = (int) (frames * (90_000 / FRAMES_PER_SECOND));
      out.send(payloads.of(frame.data()), timestamp, true, this::send);
    }
    frames++;
    host.loop().at(nowNs + FRAME_NS, this::publish);
  }

  private void send(byte[] bytes, int offset, int length) {
    byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length + 64);
    packet[1] = (byte) ((packet[1] & 0x80) | payloadType);
    for (int i = 0; i < Integer.BYTES; i++) {
      packet[8 + i] = (byte) (ssrc >> (24 - 8 * i));
    }
    peer.sendRtp(packet, length);
  }

  @Override
  public void close() {
    door.delete(resource.location());
    host.loop().execute(() -> {
      ended = true;
      encoder.close();
      picture.close();
    });
    peer.close();
  }
}
