package io.ringcast.sfu.ingress;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.dependency.DependencyReader;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The dependency descriptors of one stream. Before a structure has come, lost or overtaken, nobody can tell to which layers the packets
 * that it describes belong: the last of them wait for it here. What another structure than that lets go is dropped: it was sent before a
 * later keyframe, and of no layer that anybody could tell. Where none has come yet, older ones go on by what their payloads tell, and where
 * one cannot be read, all do.
 */
final class Descriptors {
  /** A large keyframe: what overtook its first packet, or came until that was repaired. */
  static final int HELD_MAX = 64;

  private final int id;
  private final DropCounters drops;
  private final Queue<Packet> held = new ArrayDeque<>(0);
  /** Its structures come with keyframes and hold until the next. */
  private DependencyReader reader = new DependencyReader();
  /** The newest structure cannot be read: payloads have to tell the layers. */
  private boolean illegible;
  /** How many of those held need wait no longer. */
  private int due;

  /** @param id the extension's, 0 where no descriptor was negotiated */
  Descriptors(int id, DropCounters drops) {
    this.id = id;
    this.drops = drops;
  }

  /** Takes a packet over that cannot be read yet; false when it is to be read now. */
  boolean hold(Packet packet) {
    RtpView rtp = packet.rtp();
    if (id == 0 || rtp.payloadLength() == 0 || !rtp.findExtension(id)) {
      return false;
    }
    boolean readable = reader.read(rtp.bytes(), rtp.extensionOffset(), rtp.extensionLength());
    if (reader.descriptor().structureAttached) {
      illegible = !readable;
      due = held.size();
      return false;
    }
    if (readable || illegible) {
      return false;
    }
    held.add(packet);
    due = Math.max(due, held.size() - HELD_MAX);
    return true;
  }

  /** The next of the packets that waited and need wait no longer; null when there is none. */
  @Nullable Packet released() {
    while (due > 0) {
      due--;
      Packet packet = held.remove();
      if (illegible || !reader.started() || isReadable(packet.rtp())) {
        return packet;
      }
      drops.count(DropReason.UNDESCRIBED);
      packet.release();
    }
    return null;
  }

  private boolean isReadable(RtpView rtp) {
    return rtp.findExtension(id) && reader.read(rtp.bytes(), rtp.extensionOffset(), rtp.extensionLength());
  }

  /** Lets the packet's descriptor, where there is one, tell its layers instead of the payload. */
  void read(RtpView rtp, PayloadInfo payload) {
    if (id != 0 && rtp.findExtension(id)) {
      reader.read(rtp.bytes(), rtp.extensionOffset(), rtp.extensionLength(), payload);
    }
  }

  /** The numbers of the stream went up by so much. */
  void moveUp(long distance) {
    for (Packet packet : held) {
      packet.extendedSequence(packet.extendedSequence() + distance);
    }
  }

  /** Another stream takes the place of this one. */
  void restart() {
    drops.count(DropReason.UNDESCRIBED, held.size());
    releaseAll();
    reader = new DependencyReader();
    illegible = false;
  }

  /** Gives back what still waits. */
  void releaseAll() {
    held.forEach(Packet::release);
    held.clear();
    due = 0;
  }
}
