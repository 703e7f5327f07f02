package io.ringcast.relay.source;

import io.ringcast.mixer.intake.Timeline;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.job.TapQueue;
import io.ringcast.relay.media.AccessUnits;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.TapHandle;
import java.util.function.Consumer;

/** A publication of H.264: from its packets to whole pictures. Owned by the live stream's thread. */
final class PictureTrack implements AutoCloseable {
  private final PublicationSpec spec;
  private final TapQueue queue = new TapQueue();
  private final VideoIntake intake;
  private final AccessUnits units = new AccessUnits();
  private final TapHandle tap;
  private long lastUs = -1;

  PictureTrack(MediaRoom room, PublicationSpec spec) {
    this.spec = spec;
    intake = new VideoIntake(spec.codec().codec());
    tap = room.tap(spec.id(), queue);
  }

  PublicationSpec spec() {
    return spec;
  }

  Timeline timeline() {
    return intake.timeline();
  }

  /** Takes in what came. */
  void listen() {
    for (TapQueue.Word word : queue.take()) {
      switch (word) {
        case TapQueue.Packet packet -> intake.onPacket(packet.bytes(), 0, packet.bytes().length, packet.arrivalNs());
        case TapQueue.Clock time -> intake.onSenderReport(time.ntp(), time.rtpTimestamp());
      }
    }
  }

  /** Hands over the pictures that are whole; times never go back. */
  void take(long nowNs, StreamClock clock, Consumer<Frame> out) {
    for (var picture = intake.poll(nowNs); picture != null; picture = intake.poll(nowNs)) {
      long timeUs = Math.max(lastUs + 1, clock.pictureUs(picture.timestamp()));
      Frame frame = units.frame(NalUnits.betweenStartCodes(picture.data()), timeUs, 0);
      if (frame == null) {
        intake.onUndecodable();
      } else {
        lastUs = timeUs;
        out.accept(frame);
      }
    }
    if (intake.asksKeyframe(nowNs)) {
      tap.requestKeyframe();
    }
  }

  void requestKeyframe() {
    tap.requestKeyframe();
  }

  @Override
  public void close() {
    tap.close();
  }
}
