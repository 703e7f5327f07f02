package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams that begin anew, which is how a data channel is closed: RFC 6525, RFC 8831 section 6.7. One request of ours is under way at a
 * time; it names the streams whose messages have all been sent, and is repeated until it is answered.
 */
final class StreamResets {
  /** Streams named in one request; the others wait for its answer. */
  private static final int MAX_STREAMS_A_REQUEST = 128;

  private static final int REQUEST_FIXED_SIZE = 12;
  /** Of a chunk with one response. */
  static final int RESPONSE_LENGTH = Sctp.CHUNK_HEADER_SIZE + 12;

  private static final int STREAMS_AT = 12;
  private static final int INCOMING_STREAMS_AT = 4;

  private static final int NOTHING_TO_DO = 0;
  private static final int PERFORMED = 1;
  private static final int DENIED = 2;
  private static final int BAD_SEQUENCE = 5;
  private static final int IN_PROGRESS = 6;

  private final SctpSettings settings;
  private final Sending sending;
  private final Receiving receiving;
  private int nextRequest;
  private int expectedRequest;
  private int lastResult = BAD_SEQUENCE;
  /** Streams of ours that are to be reset, in a request or before it; null while there are none. */
  private int @Nullable [] wanted;
  /** How many of {@link #wanted} the request under way names: the first ones. */
  private int requested;
  private long requestTsn;
  private long repeatDueNs = Deadlines.NEVER;
  private boolean toSend;

  StreamResets(SctpSettings settings, Sending sending, Receiving receiving, int firstRequest, int firstPeerRequest) {
    this.settings = settings;
    this.sending = sending;
    this.receiving = receiving;
    nextRequest = firstRequest;
    expectedRequest = firstPeerRequest;
  }

  /** Resets our side of a stream once what waits on it is sent; nothing more is taken on it. */
  void want(int stream) {
    OutgoingStream ours = sending.stream(stream);
    if (!ours.closing) {
      ours.closing = true;
      int[] streams = wanted;
      int count = streams == null ? 0 : streams.length;
      streams = streams == null ? new int[1] : Arrays.copyOf(streams, count + 1);
      streams[count] = stream;
      wanted = streams;
    }
  }

  long repeatDueNs() {
    return repeatDueNs;
  }

  /** Our request was not answered in time. */
  void onTimeout() {
    repeatDueNs = Deadlines.NEVER;
    toSend = requested > 0;
  }

  /** Whether no request of ours waits for its end. */
  boolean isIdle() {
    return wanted == null;
  }

  /** The bytes of a request that is to leave now; 0 when there is none. */
  int requestLength() {
    if (requested == 0 && wanted != null) {
      choose(wanted);
    }
    return toSend ? Sctp.CHUNK_HEADER_SIZE + Sctp.PARAMETER_HEADER_SIZE + REQUEST_FIXED_SIZE + Short.BYTES * requested : 0;
  }

  /** Puts the streams first whose messages have all been sent. */
  private void choose(int[] streams) {
    int ready = 0;
    for (int i = 0; i < streams.length && ready < MAX_STREAMS_A_REQUEST; i++) {
      int stream = streams[i];
      if (sending.stream(stream).isEmpty()) {
        streams[i] = streams[ready];
        streams[ready++] = stream;
      }
    }
    requested = ready;
    requestTsn = sending.lastTsn();
    toSend = ready > 0;
  }

  void writeRequest(SctpWriter packet, long repeatNs) {
    packet.beginChunk(Sctp.RE_CONFIG, 0);
    packet.beginParameter(Sctp.OUTGOING_RESET);
    packet.put32(nextRequest);
    packet.put32(expectedRequest - 1);
    packet.put32((int) requestTsn);
    for (int i = 0; wanted != null && i < requested; i++) {
      packet.put16(wanted[i]);
    }
    packet.endParameter();
    packet.endChunk();
    toSend = false;
    repeatDueNs = repeatNs;
  }

  /** The peer's answer to our request. */
  void onResponse(ParameterReader response, List<AssociationEvent> events) {
    int[] streams = wanted;
    if (response.field(0) != nextRequest || requested == 0 || streams == null) {
      return;
    }
    if (response.field(1) != IN_PROGRESS) {
      events.add(new AssociationEvent.OwnReset(finish(streams)));
    }
  }

  /** The peer shows that it has answered a request which names this stream; tells all that it named, none if none is under way. */
  int[] assumeAnswered(int stream) {
    int[] streams = wanted;
    for (int i = 0; streams != null && i < requested; i++) {
      if (streams[i] == stream) {
        return finish(streams);
      }
    }
    return new int[0];
  }

  private int[] finish(int[] streams) {
    int[] done = Arrays.copyOf(streams, requested);
    wanted = streams.length == requested ? null : Arrays.copyOfRange(streams, requested, streams.length);
    requested = 0;
    nextRequest++;
    repeatDueNs = Deadlines.NEVER;
    toSend = false;
    for (int stream : done) {
      sending.forgetStream(stream);
    }
    return done;
  }

  /** A request of the peer's; the answer is written by {@link #writeResponse}. True when there is one. */
  boolean onRequest(ParameterReader request, List<AssociationEvent> events) {
    int number = request.field(0);
    if (request.valueLength() < Integer.BYTES) {
      return false;
    }
    boolean again = number == expectedRequest - 1;
    if (again && lastResult != IN_PROGRESS) {
      return true;
    }
    if (!again && number != expectedRequest) {
      lastResult = BAD_SEQUENCE;
      return true;
    }
    expectedRequest = number + 1;
    lastResult = switch (request.type()) {
      case Sctp.OUTGOING_RESET -> onPeerReset(request, events);
      case Sctp.INCOMING_RESET -> onResetWish(request);
      default -> DENIED;
    };
    return true;
  }

  /** The peer's side begins anew, once all that it sent before has arrived. */
  private int onPeerReset(ParameterReader request, List<AssociationEvent> events) {
    if (request.valueLength() < REQUEST_FIXED_SIZE) {
      return DENIED;
    }
    if (Tsn.unwrap(request.field(2), receiving.cumulative()) > receiving.cumulative()) {
      return IN_PROGRESS;
    }
    int count = (request.valueLength() - STREAMS_AT) / Short.BYTES;
    int[] streams = new int[count];
    for (int i = 0; i < count; i++) {
      streams[i] = request.shortField(STREAMS_AT, i);
    }
    if (count == 0) {
      streams = receiving.streams().stream().mapToInt(Integer::intValue).toArray();
    }
    for (int stream : streams) {
      receiving.resetStream(stream);
    }
    events.add(new AssociationEvent.PeerReset(streams));
    return PERFORMED;
  }

  /** The peer wishes that we begin anew. */
  private int onResetWish(ParameterReader request) {
    int count = (request.valueLength() - INCOMING_STREAMS_AT) / Short.BYTES;
    for (int i = 0; i < count; i++) {
      int stream = request.shortField(INCOMING_STREAMS_AT, i);
      if (stream < settings.maxStreams()) {
        want(stream);
      }
    }
    return count > 0 ? PERFORMED : NOTHING_TO_DO;
  }

  /** Answers the request with this number. */
  void writeResponse(SctpWriter packet, int number) {
    packet.beginChunk(Sctp.RE_CONFIG, 0);
    packet.beginParameter(Sctp.RESET_RESPONSE);
    packet.put32(number);
    packet.put32(lastResult);
    packet.endParameter();
    packet.endChunk();
  }
}
