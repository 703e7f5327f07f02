package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.AssociationState.CookieEchoed;
import io.ringcast.sfu.sctp.AssociationState.CookieWait;
import io.ringcast.sfu.sctp.AssociationState.Ended;
import io.ringcast.sfu.sctp.AssociationState.Established;
import io.ringcast.sfu.sctp.AssociationState.Idle;
import io.ringcast.sfu.sctp.AssociationState.ShutdownAckSent;
import io.ringcast.sfu.sctp.AssociationState.ShutdownPending;
import io.ringcast.sfu.sctp.AssociationState.ShutdownReceived;
import io.ringcast.sfu.sctp.AssociationState.ShutdownSent;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One SCTP association (RFC 9260) of two peers that DTLS has made sure of. Used by its loop's thread only.
 *
 * <pre>
 * state             event                              next
 * Idle              connect                            CookieWait, INIT leaves
 * Idle, CookieWait  COOKIE ECHO with our cookie        Established, COOKIE ACK leaves
 * CookieWait        INIT ACK                           CookieEchoed, COOKIE ECHO leaves
 * CookieEchoed      COOKIE ACK                         Established
 * CookieEchoed      COOKIE ECHO, both began at once    Established, COOKIE ACK leaves
 * CookieWait, CookieEchoed  no answer, {@link AnswerTimer#MAX_TRIES} times  Ended(SETUP_TIMEOUT)
 * Established       COOKIE ECHO of a peer begun anew   Established, without what was before
 * Established       shutdown                           ShutdownPending
 * ShutdownPending   all is acknowledged                ShutdownSent, SHUTDOWN leaves
 * Established, ShutdownPending  SHUTDOWN               ShutdownReceived
 * ShutdownReceived  all is acknowledged                ShutdownAckSent, SHUTDOWN ACK leaves
 * ShutdownSent      SHUTDOWN                           ShutdownAckSent, SHUTDOWN ACK leaves
 * ShutdownSent, ShutdownAckSent  SHUTDOWN ACK          Ended, SHUTDOWN COMPLETE leaves
 * ShutdownAckSent   SHUTDOWN COMPLETE                  Ended
 * all but Idle      ABORT                              Ended(ABORTED_BY_PEER)
 * all but Idle      no answer, {@link #MAX_UNANSWERED} times              Ended(NO_ANSWER), ABORT leaves
 * any               abort, broken rules                Ended, ABORT leaves
 * </pre>
 *
 * <p>INITs that come while something else goes on are answered without a change of state (section 5.2). Events are told when a call is done
 * with its packet, so a listener may call back.
 */
final class Association {
  /** With {@link RetransmissionTimeout#MAX_NS} longer than a transport lives without its peer: the transport decides. */
  static final int MAX_UNANSWERED = 20;

  private final SctpSettings settings;
  private final SctpScratch scratch;
  private final RandomGenerator random;
  private final DropCounters drops;
  private final PacketSink out;
  private final Listener listener;
  private AssociationState state = new Idle();
  private final AnswerTimer answer = new AnswerTimer();
  private final Heartbeat heartbeat = new Heartbeat();
  private int unanswered;

  /** Hears what happens, in order. */
  @FunctionalInterface
  interface Listener {
    void on(AssociationEvent event, long nowNs);
  }

  Association(
      SctpSettings settings, SctpScratch scratch, RandomGenerator random, DropCounters drops, PacketSink out, Listener listener) {
    this.settings = settings;
    this.scratch = scratch;
    this.random = random;
    this.drops = drops;
    this.out = out;
    this.listener = listener;
  }

  AssociationState state() {
    return state;
  }

  /** What both sides agreed on; null before and afterwards. */
  @Nullable Conversation conversation() {
    return state.conversation();
  }

  /** Begins; nothing happens when it has begun already. */
  void connect(long nowNs) {
    if (state instanceof Idle) {
      sendInit(await(new CookieWait(InitExchange.newTag(random), random.nextInt()), nowNs), nowNs);
    }
  }

  /** Takes a message that is to be sent; false when the buffer is full or nothing was agreed on. It leaves with {@link #flush}. */
  boolean offer(int stream, int ppid, byte[] bytes, boolean unordered, int maxRetransmits, long expiresNs) {
    if (!(state instanceof Established established)) {
      return false;
    }
    Sending sending = established.conversation().sending();
    return sending.offer(new OutgoingMessage(sending.stream(stream), ppid, bytes, unordered, maxRetransmits, expiresNs));
  }

  /** Takes a message that opens a channel, or answers one, even when the buffer is full: the number of channels bounds those. */
  void addControl(int stream, byte[] bytes) {
    if (state instanceof Established established) {
      Sending sending = established.conversation().sending();
      sending.add(new OutgoingMessage(
        sending.stream(stream), ChannelOpen.PPID_CONTROL, bytes, false, OutgoingMessage.UNLIMITED, Deadlines.NEVER));
    }
  }

  /** Resets our side of a stream once what waits on it is sent. */
  void reset(int stream) {
    if (state instanceof Established established) {
      established.conversation().resets().want(stream);
    }
  }

  /** Ends once both sides have delivered. */
  void shutdown(long nowNs) {
    if (state instanceof Established established) {
      state = new ShutdownPending(established.conversation());
      flush(nowNs);
    } else if (conversation() == null || state instanceof CookieEchoed) {
      abort(nowNs);
    }
  }

  /** Ends at once and tells the peer. */
  void abort(long nowNs) {
    abort(DataEnd.REQUESTED, Sctp.USER_ABORT, nowNs);
    flush(nowNs);
  }

  /** Ends without a word, since no word gets through. */
  void drop(long nowNs) {
    end(DataEnd.TRANSPORT_CLOSED);
    flush(nowNs);
  }

  /** Takes what came out of one DTLS record. */
  void receive(byte[] bytes, int offset, int length, long nowNs) {
    SctpReader reader = scratch.reader();
    DropReason refusal = PacketCheck.refusal(reader, bytes, offset, length, state);
    if (refusal != null) {
      drops.count(refusal);
      return;
    }
    boolean goesOn = true;
    while (goesOn && reader.next()) {
      goesOn = onChunk(reader, nowNs);
    }
    Conversation conversation = conversation();
    if (conversation != null) {
      conversation.receiving().endOfPacket(nowNs);
    }
    flush(nowNs);
  }

  /** False when the rest of the packet does not count. */
  private boolean onChunk(SctpReader chunk, long nowNs) {
    if (!chunk.isWhole()) {
      drops.count(DropReason.SCTP_MALFORMED);
      return false;
    }
    switch (chunk.type()) {
      case Sctp.INIT -> onInit(chunk, nowNs);
      case Sctp.INIT_ACK -> onInitAck(chunk, nowNs);
      case Sctp.COOKIE_ECHO -> {
        return onCookieEcho(chunk, nowNs);
      }
      case Sctp.COOKIE_ACK -> onCookieAck(nowNs);
      case Sctp.DATA -> onData(chunk, nowNs);
      case Sctp.ABORT -> end(DataEnd.ABORTED_BY_PEER);
      case Sctp.ERROR -> { }
      case Sctp.SACK, Sctp.FORWARD_TSN, Sctp.RE_CONFIG, Sctp.HEARTBEAT, Sctp.HEARTBEAT_ACK, Sctp.SHUTDOWN, Sctp.SHUTDOWN_ACK,
        Sctp.SHUTDOWN_COMPLETE -> onAgreed(chunk, nowNs);
      default -> {
        return onUnknown(chunk, nowNs);
      }
    }
    return !(state instanceof Ended);
  }

  /** What makes sense once both sides agreed. */
  private void onAgreed(SctpReader chunk, long nowNs) {
    Conversation conversation = conversation();
    if (conversation == null || state instanceof CookieEchoed) {
      drops.count(DropReason.SCTP_UNEXPECTED);
      return;
    }
    switch (chunk.type()) {
      case Sctp.SACK -> answered(conversation.onSack(chunk, nowNs), nowNs);
      case Sctp.FORWARD_TSN -> conversation.onForward(chunk);
      case Sctp.RE_CONFIG -> conversation.onReconfig(chunk, nowNs);
      case Sctp.HEARTBEAT -> onHeartbeat(conversation, chunk, nowNs);
      case Sctp.HEARTBEAT_ACK -> onHeartbeatAck(conversation, chunk, nowNs);
      case Sctp.SHUTDOWN -> onShutdown(conversation, chunk, nowNs);
      case Sctp.SHUTDOWN_ACK -> onShutdownAck(conversation, nowNs);
      default -> onShutdownComplete();
    }
  }

  private void onInit(SctpReader init, long nowNs) {
    StateCookie cookie = InitExchange.answer(init, scratch.parameters(), state, random);
    if (cookie == null) {
      drops.count(DropReason.SCTP_MALFORMED);
      return;
    }
    InitExchange.writeInitAck(scratch.draft().open(cookie.peerTag()), settings, cookie);
    scratch.draft().send(out, nowNs);
  }

  private void onInitAck(SctpReader ack, long nowNs) {
    if (!(state instanceof CookieWait wait)) {
      drops.count(DropReason.SCTP_UNEXPECTED);
      return;
    }
    InitExchange.Answer said = InitExchange.readAck(ack, scratch.parameters(), wait.ourTag(), wait.ourTsn());
    if (said == null) {
      drops.count(DropReason.SCTP_MALFORMED);
      return;
    }
    sendCookie(await(new CookieEchoed(conversation(said.agreed()), said.cookie()), nowNs), nowNs);
  }

  private boolean onCookieEcho(SctpReader echo, long nowNs) {
    StateCookie cookie = StateCookie.read(echo.bytes(), echo.valueOffset(), echo.valueLength());
    if (cookie == null || echo.tag() != cookie.ourTag()) {
      drops.count(cookie == null ? DropReason.SCTP_BAD_COOKIE : DropReason.SCTP_WRONG_TAG);
      return false;
    }
    Conversation known = conversation();
    switch (cookie.in(state)) {
      case BEGINS -> establish(known != null && known.peerTag() == cookie.peerTag() ? known : conversation(cookie), nowNs);
      case BEGINS_ANEW -> {
        scratch.events().add(new AssociationEvent.Restarted());
        establish(conversation(cookie), nowNs);
      }
      case BEGAN_BEFORE -> { }
      case NOTHING -> {
        drops.count(DropReason.SCTP_BAD_COOKIE);
        return false;
      }
    }
    Conversation now = conversation();
    if (now != null) {
      now.write(ControlChunks.PLAIN_LENGTH, nowNs).chunk(Sctp.COOKIE_ACK, 0);
    }
    return true;
  }

  private Conversation conversation(StateCookie agreed) {
    return new Conversation(agreed, settings, scratch, drops, out);
  }

  /** A repetition says nothing new. */
  private void onCookieAck(long nowNs) {
    if (state instanceof CookieEchoed echoed) {
      establish(echoed.conversation(), nowNs);
    }
  }

  private void establish(Conversation conversation, long nowNs) {
    goOnAs(new Established(conversation));
    answer.stop();
    unanswered = 0;
    heartbeat.begin(nowNs);
    scratch.events().add(new AssociationEvent.Established());
  }

  private void onData(SctpReader data, long nowNs) {
    Conversation conversation = conversation();
    if (conversation == null || !state.takesData()) {
      drops.count(DropReason.SCTP_UNEXPECTED);
      return;
    }
    if (data.payloadLength() == 0) {
      drops.count(DropReason.SCTP_MALFORMED);
      abort(DataEnd.PROTOCOL_VIOLATION, Sctp.NO_USER_DATA, nowNs);
      return;
    }
    DataEnd violation = conversation.onData(data, nowNs);
    if (violation != null) {
      drops.count(violation == DataEnd.MESSAGE_TOO_LARGE ? DropReason.MESSAGE_TOO_LARGE : DropReason.SCTP_MALFORMED);
      abort(violation, Sctp.PROTOCOL_VIOLATION, nowNs);
    } else if (state instanceof ShutdownSent) {
      writeShutdown(conversation, nowNs);
    }
  }

  private void answered(boolean valid, long nowNs) {
    if (valid) {
      unanswered = 0;
      heartbeat.heard(nowNs);
    } else {
      drops.count(DropReason.SCTP_BAD_ACK);
    }
  }

  private void onHeartbeat(Conversation conversation, SctpReader heartbeat, long nowNs) {
    if (ControlChunks.fitsPacket(heartbeat.length())) {
      ControlChunks.heartbeatAck(conversation.write(heartbeat.length(), nowNs), heartbeat);
    } else {
      drops.count(DropReason.SCTP_UNEXPECTED);
    }
  }

  private void onHeartbeatAck(Conversation conversation, SctpReader ack, long nowNs) {
    long echoedNs = ack.length() == ControlChunks.HEARTBEAT_LENGTH
      ? BigEndian.i64(ack.bytes(), ack.valueOffset() + Sctp.PARAMETER_HEADER_SIZE) : Deadlines.NEVER;
    long rttNs = heartbeat.answered(echoedNs, nowNs);
    if (rttNs < 0) {
      drops.count(DropReason.SCTP_UNEXPECTED);
      return;
    }
    conversation.timeout().measured(rttNs);
    unanswered = 0;
  }

  private boolean onUnknown(SctpReader chunk, long nowNs) {
    drops.count(DropReason.SCTP_UNKNOWN_CHUNK);
    Conversation conversation = conversation();
    int length = ControlChunks.unknownLength(chunk);
    if (conversation != null && (chunk.type() & Sctp.UNKNOWN_REPORT_BIT) != 0 && ControlChunks.fitsPacket(length)) {
      ControlChunks.unknown(conversation.write(length, nowNs), chunk);
    }
    return (chunk.type() & Sctp.UNKNOWN_SKIP_BIT) != 0;
  }

  private void onShutdown(Conversation conversation, SctpReader shutdown, long nowNs) {
    boolean valid = conversation.sending().onCumulative(shutdown.tsn(), nowNs);
    answered(valid, nowNs);
    if (valid && (state instanceof Established || state instanceof ShutdownPending)) {
      state = new ShutdownReceived(conversation);
    } else if (valid && state instanceof ShutdownSent) {
      acknowledgeShutdown(conversation, nowNs);
    }
  }

  private void acknowledgeShutdown(Conversation conversation, long nowNs) {
    await(new ShutdownAckSent(conversation), nowNs);
    conversation.write(ControlChunks.PLAIN_LENGTH, nowNs).chunk(Sctp.SHUTDOWN_ACK, 0);
  }

  private void onShutdownAck(Conversation conversation, long nowNs) {
    if (state instanceof ShutdownSent || state instanceof ShutdownAckSent) {
      conversation.write(ControlChunks.PLAIN_LENGTH, nowNs).chunk(Sctp.SHUTDOWN_COMPLETE, 0);
      scratch.draft().send(out, nowNs);
      end(state instanceof ShutdownSent ? DataEnd.REQUESTED : DataEnd.CLOSED_BY_PEER);
    }
  }

  private void onShutdownComplete() {
    if (state instanceof ShutdownAckSent) {
      end(DataEnd.CLOSED_BY_PEER);
    }
  }

  /** The earliest moment at which {@link #onDeadline} has something to do, or {@link Deadlines#NEVER}. */
  long nextDeadlineNs() {
    Conversation conversation = conversation();
    if (conversation == null) {
      return answer.dueNs();
    }
    return Math.min(conversation.nextDeadlineNs(), Math.min(answer.dueNs(), heartbeat.dueNs()));
  }

  void onDeadline(long nowNs) {
    if (Deadlines.isDue(answer.dueNs(), nowNs)) {
      tryAgain(nowNs);
    }
    Conversation conversation = conversation();
    if (conversation != null && Deadlines.isDue(conversation.sending().timeoutDueNs(), nowNs)) {
      conversation.sending().onTimeout(nowNs);
      unanswered(nowNs);
    }
    if (conversation != null && Deadlines.isDue(conversation.resets().repeatDueNs(), nowNs)) {
      conversation.resets().onTimeout();
      conversation.timeout().backOff();
      unanswered(nowNs);
    }
    if (conversation != null && conversation() != null && Deadlines.isDue(heartbeat.dueNs(), nowNs)) {
      sendHeartbeat(conversation, nowNs);
    }
    flush(nowNs);
  }

  private void unanswered(long nowNs) {
    unanswered++;
    if (unanswered > MAX_UNANSWERED) {
      abort(DataEnd.NO_ANSWER, Sctp.USER_ABORT, nowNs);
    }
  }

  private void sendHeartbeat(Conversation conversation, long nowNs) {
    if (heartbeat.leaves(nowNs, conversation.timeout().ns())) {
      conversation.timeout().backOff();
      unanswered(nowNs);
    }
    if (!(state instanceof Ended)) {
      ControlChunks.heartbeat(conversation.write(ControlChunks.HEARTBEAT_LENGTH, nowNs), nowNs);
    }
  }

  /** Goes on to a state with another conversation, or with none. */
  private void goOnAs(AssociationState next) {
    Conversation before = conversation();
    if (before != null && before != next.conversation()) {
      before.receiving().close();
    }
    state = next;
  }

  /** Goes on to a state that waits for an answer. */
  private <S extends AssociationState> S await(S next, long nowNs) {
    state = next;
    answer.start(nowNs);
    return next;
  }

  /** The peer did not answer what the state waits for. */
  private void tryAgain(long nowNs) {
    if (!answer.repeat(nowNs)) {
      boolean begun = state instanceof CookieWait || state instanceof CookieEchoed;
      abort(begun ? DataEnd.SETUP_TIMEOUT : DataEnd.NO_ANSWER, Sctp.USER_ABORT, nowNs);
      return;
    }
    switch (state) {
      case CookieWait wait -> sendInit(wait, nowNs);
      case CookieEchoed echoed -> sendCookie(echoed, nowNs);
      case ShutdownSent sent -> writeShutdown(sent.conversation(), nowNs);
      case ShutdownAckSent acked -> acked.conversation().write(ControlChunks.PLAIN_LENGTH, nowNs).chunk(Sctp.SHUTDOWN_ACK, 0);
      default -> answer.stop();
    }
  }

  private void sendInit(CookieWait wait, long nowNs) {
    InitExchange.writeInit(scratch.draft().open(0), settings, wait.ourTag(), wait.ourTsn());
    scratch.draft().send(out, nowNs);
  }

  private void sendCookie(CookieEchoed echoed, long nowNs) {
    byte[] cookie = echoed.cookie();
    echoed.conversation().write(ControlChunks.PLAIN_LENGTH + cookie.length, nowNs).chunk(Sctp.COOKIE_ECHO, 0, cookie, 0, cookie.length);
    scratch.draft().send(out, nowNs);
  }

  private static void writeShutdown(Conversation conversation, long nowNs) {
    ControlChunks.shutdown(conversation.write(ControlChunks.SHUTDOWN_LENGTH, nowNs), conversation.receiving().cumulative());
  }

  private void abort(DataEnd reason, int cause, long nowNs) {
    Conversation conversation = conversation();
    if (conversation != null) {
      ControlChunks.abort(conversation.write(ControlChunks.ABORT_LENGTH, nowNs), cause);
      scratch.draft().send(out, nowNs);
    }
    end(reason);
  }

  private void end(DataEnd reason) {
    if (!(state instanceof Ended)) {
      goOnAs(new Ended(reason));
      answer.stop();
      scratch.events().add(new AssociationEvent.Ended(reason));
    }
  }

  /** Sends what is due, then tells what happened; every call from outside ends with it. */
  void flush(long nowNs) {
    Conversation conversation = conversation();
    if (conversation != null && !(state instanceof CookieEchoed)) {
      goOnWithShutdown(conversation, nowNs);
      conversation.transmit(nowNs);
    }
    List<AssociationEvent> events = scratch.events();
    while (!events.isEmpty()) {
      List<AssociationEvent> told = List.copyOf(events);
      events.clear();
      for (AssociationEvent event : told) {
        listener.on(event, nowNs);
      }
    }
  }

  private void goOnWithShutdown(Conversation conversation, long nowNs) {
    boolean delivered = conversation.sending().isIdle();
    if (delivered && state instanceof ShutdownPending) {
      await(new ShutdownSent(conversation), nowNs);
      writeShutdown(conversation, nowNs);
    } else if (delivered && state instanceof ShutdownReceived) {
      acknowledgeShutdown(conversation, nowNs);
    }
  }
}
