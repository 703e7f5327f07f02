package io.ringcast.sfu.sctp;

import io.ringcast.sfu.sctp.AssociationState.CookieEchoed;
import io.ringcast.sfu.sctp.AssociationState.CookieWait;
import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What INIT and INIT ACK say: RFC 9260 sections 3.3.2 and 3.3.3. They announce partial reliability and stream reset. */
final class InitExchange {
  private InitExchange() {}

  /** What an INIT ACK brought. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(StateCookie agreed, byte[] cookie) {}

  static void writeInit(SctpWriter packet, SctpSettings settings, int ourTag, int ourTsn) {
    packet.beginInit(Sctp.INIT, ourTag, settings.receiveWindowBytes(), settings.maxStreams(), ourTsn);
    writeExtensions(packet);
    packet.endChunk();
  }

  static void writeInitAck(SctpWriter packet, SctpSettings settings, StateCookie cookie) {
    packet.beginInit(Sctp.INIT_ACK, cookie.ourTag(), settings.receiveWindowBytes(), settings.maxStreams(), cookie.ourTsn());
    packet.beginParameter(Sctp.STATE_COOKIE);
    cookie.write(packet);
    packet.endParameter();
    writeExtensions(packet);
    packet.endChunk();
  }

  private static void writeExtensions(SctpWriter packet) {
    packet.beginParameter(Sctp.FORWARD_TSN_SUPPORTED);
    packet.endParameter();
    packet.beginParameter(Sctp.SUPPORTED_EXTENSIONS);
    packet.put16((Sctp.RE_CONFIG << Byte.SIZE) | Sctp.FORWARD_TSN);
    packet.endParameter();
  }

  /** What the answer to an INIT says and has to remember, whatever goes on (section 5.2); null when the INIT is none. */
  static @Nullable StateCookie answer(SctpReader init, ParameterReader parameters, AssociationState state, RandomGenerator random) {
    Conversation known = state.conversation();
    int tieOurs = known == null ? 0 : known.ourTag();
    int tiePeers = known == null ? 0 : known.peerTag();
    return switch (state) {
      case CookieWait wait -> read(init, parameters, wait.ourTag(), wait.ourTsn(), 0, 0);
      case CookieEchoed echoed ->
        read(init, parameters, echoed.conversation().ourTag(), echoed.conversation().ourTsn(), tieOurs, tiePeers);
      default -> read(init, parameters, newTag(random), random.nextInt(), tieOurs, tiePeers);
    };
  }

  /** Zero is no tag. */
  static int newTag(RandomGenerator random) {
    int tag = random.nextInt();
    return tag == 0 ? 1 : tag;
  }

  private static @Nullable StateCookie read(
      SctpReader init, ParameterReader parameters, int ourTag, int ourTsn, int tieOurs, int tiePeers) {
    if (!isUsable(init) || !init.parameters(parameters)) {
      return null;
    }
    boolean partial = false;
    while (parameters.next()) {
      partial |= parameters.type() == Sctp.FORWARD_TSN_SUPPORTED;
    }
    return new StateCookie(ourTag, init.initiateTag(), ourTsn, init.initTsn(), (int) init.initWindow(), tieOurs, tiePeers, partial);
  }

  /** The cookie and all that was agreed on; null when the INIT ACK is none. */
  static @Nullable Answer readAck(SctpReader ack, ParameterReader parameters, int ourTag, int ourTsn) {
    StateCookie agreed = read(ack, parameters, ourTag, ourTsn, 0, 0);
    if (agreed == null || !ack.parameters(parameters)) {
      return null;
    }
    while (parameters.next()) {
      if (parameters.type() == Sctp.STATE_COOKIE && parameters.valueLength() <= PacketDraft.PACKET_BYTES / 2) {
        int from = parameters.valueOffset();
        return new Answer(agreed, Arrays.copyOfRange(parameters.bytes(), from, from + parameters.valueLength()));
      }
    }
    return null;
  }

  private static boolean isUsable(SctpReader init) {
    return init.initiateTag() != 0 && init.initOutgoingStreams() > 0 && init.initIncomingStreams() > 0;
  }
}
