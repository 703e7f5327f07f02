package io.ringcast.client.stage;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A publication that plays clips again and again, one for each layer; asked for a keyframe, a layer goes on with the clip's last one. What
 * is captured arrives after a fixed delay, and once a second a report of the sender's clock. Used by one thread.
 */
public final class StageTrack {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final int HEADER_ROOM = 64;
  private static final int PAYLOAD_MAX = 1_500;

  private final StageRoom room;
  private final PublicationSpec spec;
  private final long startNs;
  private final long delayNs;
  private final Map<Layer, Copy> copies = new EnumMap<>(Layer.class);
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final byte[] packet = new byte[HEADER_ROOM + PAYLOAD_MAX];
  private boolean silent;
  private int keyframesRequested;

  /** One layer: where its clip is, and the numbers of its packets. */
  private static final class Copy {
    final Clip clip;
    final int ssrc;
    final int firstTimestamp;
    int sequence;
    long number;
    int at;
    boolean keyframeWanted;
    long reportedNs = Long.MIN_VALUE;

    Copy(Clip clip, int ssrc) {
      this.clip = clip;
      this.ssrc = ssrc;
      // Layers and tracks have clocks that have nothing to do with each other.
      firstTimestamp = ssrc * 0x9E3779B1;
      sequence = ssrc & 0xFFF;
    }
  }

  StageTrack(StageRoom room, PublicationSpec spec, Map<Layer, Clip> clips, long startNs, long delayNs) {
    this.room = room;
    this.spec = spec;
    this.startNs = startNs;
    this.delayNs = delayNs;
    clips.forEach((layer, clip) -> copies.put(layer, new Copy(clip, spec.id().hashCode() * 31 + layer.ordinal() + 1)));
  }

  public PublicationSpec spec() {
    return spec;
  }

  /** Sends nothing though its time goes on, as one that is muted or gone; or sends again. */
  public void silence(boolean now) {
    silent = now;
    if (!now) {
      copies.values().forEach(copy -> copy.keyframeWanted = true);
    }
  }

  /** How often anybody asked for a keyframe of any of its layers. */
  public int keyframesRequested() {
    return keyframesRequested;
  }

  void requestKeyframe(Layer layer) {
    keyframesRequested++;
    Copy copy = copies.get(layer);
    if (copy != null) {
      copy.keyframeWanted = true;
    }
  }

  boolean has(Layer layer) {
    return copies.containsKey(layer);
  }

  /** When its next frame arrives. */
  long nextNs() {
    return copies.values().stream().mapToLong(this::arrivalNs).min().orElse(Long.MAX_VALUE);
  }

  private long arrivalNs(Copy copy) {
    return startNs + copy.clip.captureNs(copy.number) + delayNs;
  }

  /** Lets arrive what is due. */
  void play(long nowNs) {
    copies.forEach((layer, copy) -> {
      while (arrivalNs(copy) <= nowNs) {
        send(layer, copy);
      }
    });
  }

  private void send(Layer layer, Copy copy) {
    long arrivalNs = arrivalNs(copy);
    if (copy.keyframeWanted) {
      copy.keyframeWanted = false;
      copy.at -= copy.at % copy.clip.keyframeEvery();
    }
    boolean keyframe = copy.at % copy.clip.keyframeEvery() == 0;
    List<byte[]> payloads = copy.clip.frames().get(copy.at);
    int timestamp = copy.firstTimestamp + (int) (copy.number * copy.clip.ticks());
    for (int i = 0; i < payloads.size() && !silent; i++) {
      byte[] payload = payloads.get(i);
      header.begin(packet, 0, i == payloads.size() - 1, 0, copy.sequence++ & 0xFFFF, timestamp, copy.ssrc);
      System.arraycopy(payload, 0, packet, header.end(), payload.length);
      room.deliver(spec.id(), layer, packet, header.end() + payload.length, arrivalNs, keyframe && i == 0);
    }
    if (!silent && (copy.reportedNs == Long.MIN_VALUE || arrivalNs - copy.reportedNs >= NS_PER_S)) {
      copy.reportedNs = arrivalNs;
      room.report(spec.id(), layer, Ntp.fromUnixNs(arrivalNs - delayNs), timestamp);
    }
    copy.number++;
    copy.at = (copy.at + 1) % copy.clip.frames().size();
  }
}
