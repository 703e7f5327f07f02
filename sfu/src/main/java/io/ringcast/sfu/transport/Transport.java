package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.RtcpDraft;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.transport.TransportState.Closed;
import io.ringcast.sfu.transport.TransportState.Connecting;
import io.ringcast.sfu.transport.TransportState.Open;
import io.ringcast.sfu.transport.TransportState.Waiting;
import io.ringcast.sfu.wire.DtlsHandshake;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer's secured path: ICE-lite, DTLS behind its port, SRTP. Lives on one loop and is used by its thread only.
 *
 * <pre>
 * state       event                                           next
 * Waiting     remote side known and a valid check came        Connecting, the DTLS association opens; without a free seat
 *             ({@link HandshakeSeats}) it stays Waiting, until the next check
 * Waiting     keys installed by hand (simulation)             Open
 * Connecting  DTLS exported keys                              Open
 * Connecting  DTLS failed                                     Closed(HANDSHAKE_FAILED or FINGERPRINT_MISMATCH)
 * Waiting     60 s without the remote side                    Closed(SETUP_TIMEOUT)
 * Waiting or Connecting  30 s after the remote side is known  Closed(SETUP_TIMEOUT)
 * Open        close_notify                                    Closed(REMOTE_CLOSED)
 * Open        30 s without an authenticated packet            Closed(CONSENT_EXPIRED)
 * any         close(reason)                                   Closed(reason)
 * </pre>
 *
 * <p>Where packets go (the path) is chosen by the first valid check, then moved by USE-CANDIDATE alone, except that a check on another
 * path also moves it when the chosen one has been silent for {@link PathSilence#MOVABLE_NS}: some agents nominate only once.
 */
public final class Transport implements MediaSink, RtcpSink {
  /** RFC 7675 lets consent live this long without an answer. */
  public static final long CONSENT_NS = 30_000_000_000L;

  public static final long SETUP_NS = 30_000_000_000L;

  /** Longer than a client may take to answer, its signaling cut and resumed meanwhile. */
  public static final long REMOTE_NS = 60_000_000_000L;

  private final LoopServices loop;
  private final Listener listener;
  private final DropCounters drops;
  private final IceLite ice;
  private final Timer setup = new Timer(nowNs -> close(CloseReason.SETUP_TIMEOUT, nowNs));
  private final Timer consent = new Timer(this::onConsentCheck);
  private final LearnedPaths paths = new LearnedPaths();
  private final OwnedSsrcs ssrcs = new OwnedSsrcs(this);
  private final TransportTraffic traffic = new TransportTraffic();
  private final ArrivalBudget arrivals = new ArrivalBudget();
  private final PathSilence silence = new PathSilence();
  private TransportState state = new Waiting();
  private DropReason refusal = DropReason.TRANSPORT_NOT_READY;
  private @Nullable Demux demux;
  private @Nullable RemoteTransport remote;
  private @Nullable Path path;
  /** Whose handshake seat is taken while this transport connects. */
  private @Nullable InetAddress seat;
  private long heardNs;

  /** @param local our side's credentials, unique on this loop */
  public Transport(IceCredentials local, LoopServices loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.drops = new DropCounters(loop.drops());
    this.ice = new IceLite(local, loop.scratch());
  }

  /** Closes it when {@link #remote} does not come in time. */
  public void awaitRemote(long nowNs) {
    loop.timers().arm(setup, nowNs + REMOTE_NS);
  }

  /** Notes what the peer said of its side, once. */
  public void remote(RemoteTransport remote, long nowNs) {
    boolean first = this.remote == null;
    this.remote = remote;
    if (first && state instanceof Waiting) {
      loop.timers().arm(setup, nowNs + SETUP_NS);
      connectWhenReady();
    }
  }

  /**
   * Begins an ICE restart (RFC 8445 section 9): new credentials of our side are accepted beside the old ones, and the path, the DTLS
   * association and the keys go on until the peer chooses a path with the new ones.
   */
  public void renew(IceCredentials fresh) {
    if (state instanceof Closed) {
      return;
    }
    List<String> before = ice.ufrags();
    ice.renew(fresh);
    if (demux != null) {
      demux.named(fresh.ufrag(), this);
    }
    forgetNames(before);
  }

  private void forgetNames(List<String> before) {
    if (demux != null) {
      List<String> after = ice.ufrags();
      for (String ufrag : before) {
        if (!after.contains(ufrag)) {
          demux.unnamed(ufrag, this);
        }
      }
    }
  }

  /** Sends what follows this way: what a check with USE-CANDIDATE does, and how simulation sets a path without STUN. */
  public void nominate(Outbox via, InetSocketAddress address, long nowNs) {
    if (demux != null) {
      demux.learned(this, via, address);
    }
    path = new Path(via, address);
    heardNs = nowNs;
    silence.heard(nowNs);
  }

  /** Opens the transport; called with what DTLS exported, or by simulation. */
  public void installKeys(SrtpKeys keys, long nowNs) {
    if (state instanceof Open) {
      throw new IllegalStateException("keys were installed before");
    }
    if (state instanceof Closed) {
      return;
    }
    DtlsPort.Association association = association();
    SrtpInbound inbound = new SrtpInbound(keys, loop.scratch(), ssrcs);
    state = new Open(association, inbound, new SrtpOutbound(keys, loop.scratch()));
    loop.timers().disarm(setup);
    leaveSeat();
    heardNs = nowNs;
    loop.timers().arm(consent, nowNs + CONSENT_NS);
    listener.onOpen(nowNs);
  }

  /** Tells the peer by close_notify and frees everything; nothing happens on a closed transport. */
  public void close(CloseReason reason, long nowNs) {
    if (state instanceof Closed) {
      return;
    }
    DtlsPort.Association association = association();
    state = new Closed(reason);
    loop.timers().disarm(setup);
    loop.timers().disarm(consent);
    leaveSeat();
    if (association != null) {
      association.close(nowNs);
    }
    if (demux != null) {
      demux.unregister(this);
    }
    listener.onClosed(reason, nowNs);
  }

  /** The state in upper case: WAITING, CONNECTING, OPEN or CLOSED. */
  public String state() {
    return state.label();
  }

  /** Where packets for the peer go; null before a path is chosen. */
  public @Nullable InetSocketAddress remoteAddress() {
    return path == null ? null : path.address();
  }

  public TransportTraffic traffic() {
    return traffic;
  }

  public DropCounters drops() {
    return drops;
  }

  @Override
  public Slab slab() {
    return loop.scratch().slab();
  }

  @Override
  public void protectLast(Slab slab) {
    if (!(state instanceof Open open)) {
      drops.count(DropReason.TRANSPORT_NOT_READY);
      slab.dropLast();
      return;
    }
    int last = slab.size() - 1;
    int length = slab.length(last);
    int sealed = open.outbound().protectRtp(slab.bytes(), slab.offset(last), length);
    if (sealed == SrtpOutbound.REFUSED) {
      drops.count(open.outbound().refusal());
      slab.dropLast();
    } else {
      slab.growLast(sealed - length);
    }
  }

  @Override
  public void send(Slab slab, long nowNs) {
    if (slab.size() > 0) {
      if (path == null || !(state instanceof Open)) {
        drops.count(DropReason.TRANSPORT_NOT_READY, slab.size());
      } else {
        traffic.sent(slab);
        path.via().send(slab, path.address());
      }
    }
    slab.clear();
  }

  @Override
  public boolean isOpen() {
    return path != null && state instanceof Open;
  }

  @Override
  public PathRoom room(long nowNs) {
    return silence.room(path, nowNs);
  }

  @Override
  public RtcpDraft draft() {
    return loop.scratch().draft();
  }

  @Override
  public void sendRtcp(byte[] bytes, int offset, int length, long nowNs) {
    if (path == null || !(state instanceof Open open)) {
      drops.count(DropReason.TRANSPORT_NOT_READY);
      return;
    }
    byte[] control = loop.scratch().control();
    if (length > control.length - LoopScratch.MAX_PROTECTION_BYTES) {
      drops.count(DropReason.TOO_LARGE_TO_SEND);
      return;
    }
    System.arraycopy(bytes, offset, control, 0, length);
    int sealed = open.outbound().protectRtcp(control, 0, length);
    if (sealed == SrtpOutbound.REFUSED) {
      drops.count(open.outbound().refusal());
      return;
    }
    traffic.sent(sealed);
    path.via().send(control, 0, sealed, path.address());
  }

  /** Sends data of data channels, protected by DTLS. */
  public void sendData(byte[] bytes, int offset, int length, long nowNs) {
    DtlsPort.Association association = association();
    if (association == null || !isOpen()) {
      drops.count(DropReason.TRANSPORT_NOT_READY);
    } else {
      association.send(bytes, offset, length, nowNs);
    }
  }

  /** Which side of DTLS we are; null before the peer's side is known. */
  public @Nullable DtlsRole dtlsRole() {
    return remote == null ? null : remote.localRole();
  }

  /** Judges a check that named this transport and answers it. */
  void onCheck(StunMessage request, InetSocketAddress from, Outbox via, long nowNs) {
    byte[] answer = loop.scratch().control();
    IceLite.Verdict verdict = ice.judge(request, from, answer);
    if (ice.answerLength() > 0) {
      via.send(answer, 0, ice.answerLength(), from);
    }
    switch (verdict) {
      case REFUSED -> drops.count(ice.refusal());
      case ROLE_CONFLICT -> heardNs = nowNs;
      case VALID -> onValidCheck(false, from, via, nowNs);
      case NOMINATED -> onValidCheck(true, from, via, nowNs);
    }
  }

  private void onValidCheck(boolean nominated, InetSocketAddress from, Outbox via, long nowNs) {
    boolean here = path != null && path.is(via, from);
    boolean moves = path == null || (!here && (nominated || silence.isMovable(nowNs)));
    if (moves) {
      nominate(via, from, nowNs);
    } else {
      heard(from, via, nowNs);
    }
    if (moves || nominated) {
      List<String> before = ice.ufrags();
      ice.settle();
      forgetNames(before);
    }
    if (demux != null) {
      demux.learned(this, via, from);
    }
    connectWhenReady();
  }

  /** Hands a DTLS datagram to the association. */
  void onDtls(byte[] bytes, int offset, int length) {
    DtlsPort.Association association = association();
    if (association == null) {
      drops.count(DropReason.DTLS_UNEXPECTED);
    } else if (!DtlsHandshake.bounded(bytes, offset, length)) {
      drops.count(DropReason.DTLS_MALFORMED);
    } else if (!association.receive(bytes, offset, length)) {
      drops.count(DropReason.DTLS_QUEUE_FULL);
    }
  }

  /** Opens an SRTP or SRTCP packet in place; when it returns false the packet is as it was and {@link #refusal()} says why. */
  boolean unprotect(Packet packet, boolean rtcp) {
    if (!(state instanceof Open open)) {
      refusal = DropReason.TRANSPORT_NOT_READY;
      return false;
    }
    SrtpInbound inbound = open.inbound();
    int length = rtcp
      ? inbound.unprotectRtcp(packet.bytes(), 0, packet.length())
      : inbound.unprotectRtp(packet.bytes(), 0, packet.length());
    if (length == SrtpInbound.REFUSED) {
      refusal = inbound.refusal();
      return false;
    }
    traffic.received(packet.length());
    packet.length(length);
    return true;
  }

  /** How much of what comes from this peer's addresses is looked at. */
  ArrivalBudget arrivals() {
    return arrivals;
  }

  DropReason refusal() {
    return refusal;
  }

  /** Takes ownership of a packet that {@link #unprotect} opened and hands it on. */
  void deliver(Packet owned, boolean rtcp, InetSocketAddress from, Outbox via, long nowNs) {
    heard(from, via, nowNs);
    if (rtcp) {
      listener.onRtcp(owned.bytes(), 0, owned.length(), nowNs);
      owned.release();
    } else if (owned.wrapRtp()) {
      listener.onRtp(owned, nowNs);
    } else {
      drops.count(DropReason.RTP_MALFORMED);
      owned.release();
    }
  }

  void attached(Demux demux) {
    this.demux = demux;
    ssrcs.attached(demux);
  }

  List<String> ufrags() {
    return ice.ufrags();
  }

  List<Path> paths() {
    return paths.all();
  }

  List<Integer> ssrcs() {
    return ssrcs.list();
  }

  /** Notes a path and returns the one that is forgotten for it, null when there is room for both. */
  @Nullable Path gained(Path gained, int limit) {
    return paths.add(gained, path, limit);
  }

  /** Another transport took this path over; sending goes on, since its proof says nothing about our peer. */
  void lost(Path lost) {
    paths.remove(lost);
  }

  /** The connection of this path ended. */
  void disconnected(Path gone) {
    paths.remove(gone);
    if (gone.equals(path)) {
      path = null;
    }
  }

  private void heard(InetSocketAddress from, Outbox via, long nowNs) {
    heardNs = nowNs;
    if (path != null && path.is(via, from)) {
      silence.heard(nowNs);
    }
  }

  private void connectWhenReady() {
    if (state instanceof Waiting && path != null && remote != null) {
      InetAddress address = path.address().getAddress();
      if (!loop.handshakes().take(address)) {
        drops.count(DropReason.HANDSHAKE_LIMIT);
        return;
      }
      seat = address;
      state = new Connecting(loop.dtls().open(remote.localRole(), remote.fingerprints(), loop.mailbox(), new DtlsEvents()));
    }
  }

  private DtlsPort.@Nullable Association association() {
    return switch (state) {
      case Connecting connecting -> connecting.association();
      case Open open -> open.association();
      case Waiting ignored -> null;
      case Closed ignored -> null;
    };
  }

  private void leaveSeat() {
    InetAddress taken = seat;
    if (taken != null) {
      seat = null;
      loop.handshakes().giveBack(taken);
    }
  }

  private void onConsentCheck(long nowNs) {
    long expiresNs = heardNs + CONSENT_NS;
    if (nowNs - expiresNs >= 0) {
      close(CloseReason.CONSENT_EXPIRED, nowNs);
    } else {
      loop.timers().arm(consent, expiresNs);
    }
  }

  /** Hears what happens on a transport, on its loop. */
  public interface Listener {
    void onOpen(long nowNs);

    /** Takes ownership of a decrypted packet whose {@link Packet#rtp()} is valid. */
    void onRtp(Packet owned, long nowNs);

    /** A decrypted compound; the bytes are the listener's only until it returns. */
    void onRtcp(byte[] bytes, int offset, int length, long nowNs);

    /** Data of data channels, as one record brought them; the array is the listener's. */
    default void onData(byte[] bytes, long nowNs) {}

    /** The last event. */
    void onClosed(CloseReason reason, long nowNs);
  }

  /** What the association tells, posted to this transport's loop. */
  private final class DtlsEvents implements DtlsPort.Events {
    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      if (path != null) {
        path.via().send(datagram, 0, datagram.length, path.address());
      }
    }

    @Override
    public void onKeys(SrtpKeys keys, long nowNs) {
      if (state instanceof Connecting) {
        installKeys(keys, nowNs);
      }
    }

    @Override
    public void onData(byte[] content, long nowNs) {
      if (state instanceof Open) {
        listener.onData(content, nowNs);
      }
    }

    @Override
    public void onDropped(DropReason reason, int records) {
      drops.count(reason, records);
    }

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      close(reason, nowNs);
    }
  }
}
