package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.wire.AbsSendTime;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.TransportSequence;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.nio.charset.StandardCharsets;

/**
 * Writes a packet's header extensions (RFC 8285) with the subscriber's ids: our own send time, transport-wide count and MID, and copies of
 * what the publisher tells about the media.
 *
 * <p>All packets of a run get a block of the same length, those that lack a copied element padded, so that a run can leave in one GSO send.
 * MID goes along until the peer reports on the stream, which proves that it has told the SSRC apart (RFC 8843 section 9.2 asks no more);
 * retransmissions, on which nobody reports, carry it always.
 */
final class ExtensionWriter {
  private static final HeaderExtension[] COPIED = {
    HeaderExtension.AUDIO_LEVEL, HeaderExtension.VIDEO_ORIENTATION, HeaderExtension.PLAYOUT_DELAY, HeaderExtension.ABS_CAPTURE_TIME,
    HeaderExtension.DEPENDENCY_DESCRIPTOR
  };
  private static final int ONE_BYTE_MAX_ID = 14;
  /** The one-byte form holds no more; of what is copied only a keyframe's dependency descriptor needs more. */
  private static final int MAX_ELEMENT_BYTES = 16;
  /** The longest descriptor that fits the one-byte form whatever it has to tell. */
  private static final int SHORT_DESCRIPTOR_BYTES = MAX_ELEMENT_BYTES - DependencyWriter.MAX_GROWTH;
  /** The longest that can be told anything. */
  private static final int TOLD_DESCRIPTOR_BYTES = 255 - DependencyWriter.MAX_GROWTH;
  /** What the two-byte form may add to a block: a byte for each element, and the last word's padding; and what a descriptor may grow. */
  private static final int LONG_EXCESS = 12 + DependencyWriter.MAX_GROWTH;
  /** What a short one may grow that was not expected to, with the last word's padding. */
  private static final int SHORT_EXCESS = 8;
  private static final int BLOCK_HEADER_SIZE = 4;
  private static final int BLOCK_WORDS_OFFSET = RtpView.FIXED_HEADER_SIZE + 2;

  private final byte[] mid;
  private final int midId;
  private final int absSendTimeId;
  private final int transportCcId;
  private final int[] fromIds = new int[COPIED.length];
  private final int[] toIds = new int[COPIED.length];
  private final int[] copiedBytes = new int[COPIED.length];
  private final int copies;
  private final boolean twoByteForm;
  private int descriptorId;
  private int descriptorFromId;
  private boolean midNeeded;
  private final DependencyWriter descriptors = new DependencyWriter();

  ExtensionWriter(SubscriptionSpec spec, ExtensionIds publisher) {
    ExtensionIds ids = spec.extensions();
    mid = spec.mid().getBytes(StandardCharsets.UTF_8);
    midId = mid.length == 0 || mid.length > MAX_ELEMENT_BYTES ? 0 : ids.id(HeaderExtension.MID);
    midNeeded = midId != 0;
    absSendTimeId = ids.id(HeaderExtension.ABS_SEND_TIME);
    transportCcId = ids.id(HeaderExtension.TRANSPORT_CC);
    int highestId = Math.max(midId, Math.max(absSendTimeId, transportCcId));
    int count = 0;
    for (HeaderExtension extension : COPIED) {
      if (publisher.id(extension) != 0 && ids.id(extension) != 0) {
        fromIds[count] = publisher.id(extension);
        toIds[count] = ids.id(extension);
        highestId = Math.max(highestId, toIds[count]);
        if (extension == HeaderExtension.DEPENDENCY_DESCRIPTOR) {
          descriptorFromId = fromIds[count];
          descriptorId = toIds[count];
        }
        count++;
      }
    }
    copies = count;
    twoByteForm = highestId > ONE_BYTE_MAX_ID;
  }

  /** The peer knows our SSRC now. */
  void onAcknowledged() {
    midNeeded = false;
  }

  /** The header length that every packet of this run will have at most, but for those with an {@link #excess}. */
  int measure(Run run, boolean telling) {
    for (int copy = 0; copy < copies; copy++) {
      copiedBytes[copy] = 0;
      for (int i = 0; i < run.size(); i++) {
        copiedBytes[copy] = Math.max(copiedBytes[copy], copiedLength(run.packet(i), copy, telling));
      }
    }
    return headerLength(midNeeded);
  }

  /** The header length of a retransmission of this packet. */
  int measureRetransmission(Packet packet, boolean telling) {
    for (int copy = 0; copy < copies; copy++) {
      copiedBytes[copy] = copiedLength(packet, copy, telling);
    }
    return headerLength(midId != 0);
  }

  /** Whether an id is too high, or an element of this packet too long, for the one-byte form. */
  boolean needsTwoByteForm(RtpView from) {
    return twoByteForm || hasLongDescriptor(from);
  }

  /** What a long dependency descriptor may add to the measured length: its packet is not padded to the run's size, nor they to its. */
  int excess(RtpView from) {
    if (hasLongDescriptor(from)) {
      return from.extensionLength() + LONG_EXCESS;
    }
    return descriptorFromId == 0 ? 0 : SHORT_EXCESS;
  }

  private boolean hasLongDescriptor(RtpView from) {
    return descriptorFromId != 0 && from.findExtension(descriptorFromId) && from.extensionLength() > SHORT_DESCRIPTOR_BYTES;
  }

  /** Writes the elements into the path's header, which has been begun, and closes it; tells its length. */
  int finish(SubscriberPath path, RtpView from, Rewrite rewrite, boolean retransmission, long nowNs) {
    writeOwn(path, retransmission ? midId != 0 : midNeeded, nowNs);
    for (int copy = 0; copy < copies; copy++) {
      if (from.findExtension(fromIds[copy])) {
        copy(path, from, toIds[copy], rewrite);
      }
    }
    return path.header.end();
  }

  /** The same for a packet without media. */
  int finishBare(SubscriberPath path, long nowNs) {
    writeOwn(path, midId != 0, nowNs);
    return path.header.end();
  }

  /** Whether packets bear a transport-wide number. */
  boolean isCounted() {
    return transportCcId != 0;
  }

  /** Whether an id is too high for the one-byte form. */
  boolean hasHighIds() {
    return twoByteForm;
  }

  private void writeOwn(SubscriberPath path, boolean withMid, long nowNs) {
    RtpHeaderWriter header = path.header;
    if (absSendTimeId != 0) {
      header.extension(absSendTimeId, AbsSendTime.fromNs(nowNs), AbsSendTime.SIZE);
    }
    if (transportCcId != 0) {
      header.extension(transportCcId, path.nextTransportSequence(), TransportSequence.SIZE);
    }
    if (withMid) {
      header.extension(midId, mid, 0, mid.length);
    }
  }

  /** Copies the element found; a descriptor gets its frame number moved and its active decode targets named. */
  private void copy(SubscriberPath path, RtpView from, int toId, Rewrite rewrite) {
    int length = from.extensionLength();
    if (toId == descriptorId && (rewrite.frameNumberDelta != 0 || rewrite.described != null)) {
      byte[] scratch = path.scratch();
      int copied = copyDescriptor(from, rewrite, scratch);
      DependencyWriter.moveFrameNumber(scratch, 0, copied, rewrite.frameNumberDelta);
      path.header.extension(toId, scratch, 0, copied);
    } else if (length > 0 && (length <= MAX_ELEMENT_BYTES || toId == descriptorId)) {
      path.header.extension(toId, from.bytes(), from.extensionOffset(), length);
    }
  }

  private int copyDescriptor(RtpView from, Rewrite rewrite, byte[] to) {
    PayloadInfo described = rewrite.described;
    int length = from.extensionLength();
    if (described != null && length <= TOLD_DESCRIPTOR_BYTES) {
      return descriptors.withActiveTargets(described, from.bytes(), from.extensionOffset(), length, rewrite.activeTargets, to, 0);
    }
    System.arraycopy(from.bytes(), from.extensionOffset(), to, 0, length);
    return length;
  }

  /** Lengthens a block with zero bytes, which are padding in both forms; a header without a block stays as it is. */
  static int pad(byte[] bytes, int offset, int length, int wanted) {
    if (length == RtpView.FIXED_HEADER_SIZE || length >= wanted) {
      return length;
    }
    for (int at = offset + length; at < offset + wanted; at++) {
      bytes[at] = 0;
    }
    int words = (wanted - RtpView.FIXED_HEADER_SIZE - BLOCK_HEADER_SIZE) / Integer.BYTES;
    BigEndian.put16(bytes, offset + BLOCK_WORDS_OFFSET, words);
    return wanted;
  }

  private int headerLength(boolean withMid) {
    int elements = element(absSendTimeId == 0 ? 0 : AbsSendTime.SIZE)
      + element(transportCcId == 0 ? 0 : TransportSequence.SIZE)
      + element(withMid ? mid.length : 0);
    for (int copy = 0; copy < copies; copy++) {
      elements += element(copiedBytes[copy]);
    }
    return RtpView.FIXED_HEADER_SIZE + (elements == 0 ? 0 : BLOCK_HEADER_SIZE + (elements + 3 & ~3));
  }

  private int element(int dataBytes) {
    return dataBytes == 0 ? 0 : dataBytes + (twoByteForm ? 2 : 1);
  }

  private int copiedLength(Packet packet, int copy, boolean telling) {
    RtpView rtp = packet.rtp();
    if (!rtp.findExtension(fromIds[copy])) {
      return 0;
    }
    int length = rtp.extensionLength();
    if (fromIds[copy] != descriptorFromId) {
      return length <= MAX_ELEMENT_BYTES ? length : 0;
    }
    if (length > SHORT_DESCRIPTOR_BYTES) {
      return 0;
    }
    boolean grows = telling && packet.payload().decodeTargets > 0;
    return grows ? DependencyWriter.lengthWithActiveTargets(packet.payload(), length) : length;
  }
}
