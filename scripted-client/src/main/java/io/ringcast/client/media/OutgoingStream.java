package io.ringcast.client.media;

import io.ringcast.client.ScriptedPeer;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.Sequence;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One SSRC that a scripted peer sends, with its RTX twin and the store that answers NACKs. On the peer's loop. */
public final class OutgoingStream {
  /**
   * Names of a stream on the wire.
   *
   * @param rid empty for a stream that is not a simulcast layer
   * @param rtxPayloadType -1 when RTX was not negotiated
   */
  public record Names(int ssrc, int rtxSsrc, int payloadType, int rtxPayloadType, String mid, String rid) {}

  /** Header extension ids of the section; 0 for one that was not negotiated. */
  public record Extensions(int mid, int rid, int repairedRid, int absSendTime, int transportCc, int audioLevel) {}

  /** Counts the packets of a whole transport (transport-wide-cc). */
  public static final class TransportCount {
    private int next;

    int take() {
      int taken = next;
      next = Sequence.plus(next, 1);
      return taken;
    }
  }

  private static final int MAX_PACKET_BYTES = 1400;
  private static final int STORE_PACKETS = 1024;
  /** Packets that carry MID and RID before the SSRC alone must do. */
  private static final int NAMED_PACKETS = 60;
  private static final int LEVEL_WITH_VOICE = 0x80 | 30;
  private static final long NS_PER_S = 1_000_000_000L;

  private final ScriptedPeer peer;
  private final Names names;
  private final Extensions extensions;
  private final TransportCount transportCount;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final byte[] packet = new byte[MAX_PACKET_BYTES];
  private final @Nullable Sent[] store = new Sent[STORE_PACKETS];
  private final byte[] mid;
  private final byte[] rid;
  private int sequence;
  private int rtxSequence;
  private int packets;
  private int octets;
  private int retransmissions;

  /** A packet as it may have to be sent again. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sent(int sequence, boolean marker, int timestamp, byte[] payload) {}

  public OutgoingStream(ScriptedPeer peer, Names names, Extensions extensions, TransportCount transportCount, int firstSequence) {
    this.peer = peer;
    this.names = names;
    this.extensions = extensions;
    this.transportCount = transportCount;
    mid = names.mid().getBytes(StandardCharsets.UTF_8);
    rid = names.rid().getBytes(StandardCharsets.UTF_8);
    sequence = firstSequence & 0x7FFF;
    rtxSequence = (firstSequence >>> 16) & 0x7FFF;
  }

  public Names names() {
    return names;
  }

  public int packets() {
    return packets;
  }

  public int octets() {
    return octets;
  }

  public int retransmissions() {
    return retransmissions;
  }

  /** Sends one payload as the next packet. */
  public void send(boolean marker, int timestamp, byte[] payload, int length, long nowNs) {
    byte[] copy = new byte[length];
    System.arraycopy(payload, 0, copy, 0, length);
    store[sequence % STORE_PACKETS] = new Sent(sequence, marker, timestamp, copy);
    header.begin(packet, 0, marker, names.payloadType(), sequence, timestamp, names.ssrc());
    writeExtensions(extensions.rid(), nowNs, packets < NAMED_PACKETS);
    int headerLength = header.end();
    System.arraycopy(payload, 0, packet, headerLength, length);
    peer.sendRtp(packet, headerLength + length);
    sequence = Sequence.plus(sequence, 1);
    packets++;
    octets += length;
  }

  /** Answers a NACK by RTX; false when the packet is no longer there or RTX was not negotiated. */
  public boolean resend(int lost, long nowNs) {
    Sent sent = store[lost % STORE_PACKETS];
    if (sent == null || sent.sequence() != lost || names.rtxPayloadType() < 0) {
      return false;
    }
    header.begin(packet, 0, sent.marker(), names.rtxPayloadType(), rtxSequence, sent.timestamp(), names.rtxSsrc());
    writeExtensions(extensions.repairedRid(), nowNs, retransmissions < NAMED_PACKETS);
    int headerLength = header.end();
    RtxPacket.writeOriginalSequence(packet, headerLength, lost);
    System.arraycopy(sent.payload(), 0, packet, headerLength + RtxPacket.OSN_SIZE, sent.payload().length);
    peer.sendRtp(packet, headerLength + RtxPacket.OSN_SIZE + sent.payload().length);
    rtxSequence = Sequence.plus(rtxSequence, 1);
    retransmissions++;
    return true;
  }

  /** Appends a sender report and the CNAME. */
  public void report(RtcpWriter out, long ntp, int timestamp, String cname) {
    out.senderReport(names.ssrc(), ntp, timestamp, packets, octets);
    out.sdesCname(names.ssrc(), cname);
  }

  private void writeExtensions(int ridExtension, long nowNs, boolean named) {
    header.extension(extensions.absSendTime(), absSendTime(nowNs), 3);
    header.extension(extensions.transportCc(), transportCount.take(), 2);
    header.extension(extensions.audioLevel(), LEVEL_WITH_VOICE, 1);
    if (named) {
      header.extension(extensions.mid(), mid, 0, mid.length);
      header.extension(ridExtension, rid, 0, rid.length);
    }
  }

  /** Seconds in 6.18 fixed point. */
  private static int absSendTime(long nowNs) {
    long seconds = Math.floorDiv(nowNs, NS_PER_S) & 0x3F;
    long fraction = (Math.floorMod(nowNs, NS_PER_S) << 18) / NS_PER_S;
    return (int) ((seconds << 18) | fraction);
  }
}
