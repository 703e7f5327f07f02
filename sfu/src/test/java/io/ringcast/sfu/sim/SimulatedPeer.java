package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One participant: checks its path like an ICE agent, publishes, receives and repairs what it subscribed. */
final class SimulatedPeer implements SimulatedPublisher.Network {
  private static final long CHECK_NS = 2_500_000_000L;
  /** Before the first answer an agent repeats itself fast. */
  private static final long UNANSWERED_CHECK_NS = 250_000_000;
  private static final long FEEDBACK_NS = 20_000_000;
  private static final int TICKS_PER_REPORT = 50;
  private static final int TICKS_PER_ARRIVALS = 5;
  private static final int NACKED_PER_MESSAGE = 100;
  private static final int OWN_SSRC = 1;
  private static final int STUN_LAST = 3;
  private static final int FIRST_PORT = 5_000;

  private final SimulatedRoom room;
  private final VirtualTime time;
  private final RandomGenerator random;
  private final PeerId id;
  private final int loop;
  private final IceCredentials ice;
  private final Mac mac;
  private final Link up;
  private final Link down;
  private final List<SimulatedPublisher> publishers = new ArrayList<>();
  private final List<Subscribing> subscriptions = new ArrayList<>();
  private final Map<Integer, Subscribing> bySsrc = new HashMap<>();
  private final Map<Integer, int[]> reportsHeard = new HashMap<>();
  private final RtcpReader rtcp = new RtcpReader();
  private final RtpView view = new RtpView();
  private final ArrivalsTold arrivals = new ArrivalsTold(SimulatedRoom.SUBSCRIBED_TRANSPORT_CC);
  private final byte[] scratch = new byte[1_200];
  private final RtcpWriter writer = new RtcpWriter();
  private final int[] asked = new int[NACKED_PER_MESSAGE];
  private int askedCount;
  private InetSocketAddress address;
  /** Names its streams by MID and RID, as browsers do; else by the SSRCs it announced. */
  private final boolean identifies;
  private boolean gone;
  /** Where the SFU sends its media: what comes from elsewhere does not tell it that they arrive. */
  private @Nullable InetSocketAddress answeredAt;
  private long reachedNs;
  private boolean answered;
  private int transportSequence;
  private int ticks;

  SimulatedPeer(SimulatedRoom room, int number, int loop, LinkQuality upward, LinkQuality downward) {
    this.room = room;
    this.time = room.time();
    this.random = room.network();
    this.id = new PeerId("peer" + number);
    this.loop = loop;
    ice = new IceCredentials("ufrag" + number, "password-password-password-" + number);
    address = address(number, FIRST_PORT);
    identifies = random.nextBoolean();
    up = new Link(time, random, upward);
    down = new Link(time, random, downward);
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(ice.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static boolean isStun(byte[] datagram) {
    return (datagram[0] & 0xFF) <= STUN_LAST;
  }

  private static InetSocketAddress address(int number, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  void join() {
    room.sfu().wire(address, this);
    room.sfu().connect(this, ice, () -> room.onPeerGone(this));
    check();
    feedback();
  }

  /** Vanishes without a word, or after signaling was told. */
  void vanish() {
    gone = true;
    publishers.forEach(SimulatedPublisher::stop);
  }

  /** Its NAT gives it another address; an agent that notices checks it at once. */
  void roam(boolean noticed) {
    address = new InetSocketAddress(address.getAddress(), address.getPort() + 1);
    room.sfu().wire(address, this);
    if (noticed) {
      sendCheck();
    }
  }

  boolean identifies() {
    return identifies;
  }

  PeerId id() {
    return id;
  }

  int loop() {
    return loop;
  }

  InetSocketAddress address() {
    return address;
  }

  boolean isGone() {
    return gone;
  }

  /** Whether the SFU has heard of it, where it sends to it, within so long. */
  boolean heardWithin(long ns) {
    return time.nowNs() - reachedNs <= ns;
  }

  Link up() {
    return up;
  }

  Link down() {
    return down;
  }

  List<Subscribing> subscriptions() {
    return subscriptions;
  }

  List<SimulatedPublisher> publishers() {
    return publishers;
  }

  void expect(Subscribing subscribing) {
    subscriptions.add(subscribing);
    Subscribing before = bySsrc.put(subscribing.ssrc(), subscribing);
    Subscribing beforeRtx = bySsrc.put(subscribing.rtxSsrc(), subscribing);
    if (before != null || beforeRtx != null) {
      throw new IllegalStateException("two subscriptions with one SSRC: draw another seed");
    }
  }

  /** The subscription is over for this peer; what still arrives of it is none of its business. */
  void forget(Subscribing subscribing) {
    subscriptions.remove(subscribing);
  }

  @Override
  public int nextTransportSequence() {
    return transportSequence++ & 0xFFFF;
  }

  @Override
  public Ledger ledger() {
    return room.ledger();
  }

  @Override
  public void send(byte[] datagram) {
    InetSocketAddress from = address;
    up.carry(datagram, arrived -> {
      reachedNs = answeredAt == null || answeredAt.equals(from) ? time.nowNs() : reachedNs;
      room.sfu().loop(loop).arrive(this, from, arrived);
    });
  }

  private void check() {
    if (!gone) {
      sendCheck();
      time.after(answered ? CHECK_NS : UNANSWERED_CHECK_NS, this::check);
    }
  }

  /** An ICE check with USE-CANDIDATE, as browsers send every 2.5 s. */
  private void sendCheck() {
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    int length = new StunWriter()
        .beginBindingRequest(scratch, 0, scratch.length, transaction)
        .username(ice.ufrag() + ":peer")
        .priority(1)
        .iceControlling(7)
        .useCandidate()
        .integrity(mac)
        .fingerprint()
        .length();
    send(Arrays.copyOf(scratch, length));
  }

  /** The SFU handed a datagram for this peer to the network. */
  void onEmitted(byte[] datagram, InetSocketAddress to) {
    if (!isStun(datagram)) {
      answeredAt = to;
      if (Rtcp.looksLikeRtcp(datagram, 0, datagram.length)) {
        onRtcpEmitted(datagram);
      } else {
        onRtpEmitted(datagram);
      }
    }
    if (to.equals(address)) {
      boolean carried = down.carry(datagram, this::onDatagram);
      if (!carried && room.trace().isOn()) {
        room.trace().add("%s: %d bytes are lost on their way down", id.value(), datagram.length);
      }
    }
  }

  private void onRtpEmitted(byte[] datagram) {
    if (!view.wrap(datagram, 0, datagram.length)) {
      throw new Broken("%s: what leaves is no RTP", id.value());
    }
    Subscribing subscribing = bySsrc.get(view.ssrc());
    if (subscribing == null || !subscribing.isAttached()) {
      throw new Broken("%s gets a packet of SSRC %08x, which it does not subscribe", id.value(), view.ssrc());
    }
    boolean repair = view.ssrc() == subscribing.rtxSsrc();
    if (repair) {
      subscribing.emitted().onRtx(view, time.nowNs());
    } else {
      subscribing.emitted().onMedia(view, time.nowNs());
    }
    if (room.trace().isOn() && view.payloadLength() > 0) {
      EmittedStream emitted = subscribing.emitted();
      int at = emitted.indexOf(repair ? RtxPacket.originalSequence(view) : view.sequence());
      room.trace().add("%s: %s %d is %s at %d", subscribing, repair ? "RTX of" : "number", at, emitted.at(at).packet(), view.timestamp());
    }
  }

  private void onRtcpEmitted(byte[] datagram) {
    if (!rtcp.wrap(datagram, 0, datagram.length)) {
      throw new Broken("%s: what leaves is no RTCP", id.value());
    }
    while (rtcp.next()) {
      if (rtcp.isPli()) {
        for (SimulatedPublisher publisher : publishers) {
          if (publisher.onPliEmitted(rtcp.mediaSsrc())) {
            room.trace().add("%s is asked for a keyframe of %08x", publisher, rtcp.mediaSsrc());
          }
        }
      } else if (rtcp.isSenderReport()) {
        Subscribing subscribing = bySsrc.get(rtcp.senderSsrc());
        if (subscribing != null) {
          RoomInvariants.checkReport(subscribing, Ntp.toUnixNs(rtcp.ntpTimestamp()) - SimulatedStream.WALL_NS, rtcp.rtpTimestamp());
        }
      }
    }
  }

  private void onDatagram(byte[] datagram) {
    if (gone) {
      return;
    }
    if (isStun(datagram)) {
      answered = true;
    } else if (Rtcp.looksLikeRtcp(datagram, 0, datagram.length)) {
      onRtcp(datagram);
    } else {
      view.wrap(datagram, 0, datagram.length);
      arrivals.onRtp(view, time.nowNs());
      if (view.payloadLength() == 0) {
        return;
      }
      bySsrc.get(view.ssrc()).receiver().onRtp(view, time.nowNs());
    }
  }

  private void onRtcp(byte[] datagram) {
    rtcp.wrap(datagram, 0, datagram.length);
    while (rtcp.next()) {
      if (rtcp.isPli() || rtcp.isNack()) {
        for (SimulatedPublisher publisher : publishers) {
          publisher.onRtcp(rtcp);
        }
      } else if (rtcp.isSenderReport()) {
        reportsHeard.put(rtcp.senderSsrc(), new int[] {Ntp.compact(rtcp.ntpTimestamp()), (int) (time.nowNs() / 1_000)});
      }
    }
  }

  /** NACKs what is missing, asks for keyframes where decoding stopped, tells what arrived ten times a second, reports once. */
  private void feedback() {
    if (gone) {
      return;
    }
    boolean report = ++ticks % TICKS_PER_REPORT == 0;
    for (Subscribing subscribing : subscriptions) {
      nack(subscribing);
      if (subscribing.receiver().needsPicture(time.nowNs())) {
        begin().pli(OWN_SSRC, subscribing.ssrc());
        sendWritten();
        room.trace().add("%s: lost its picture", subscribing);
      }
      if (report && subscribing.emitted().size() > 0) {
        report(subscribing);
      }
    }
    if (ticks % TICKS_PER_ARRIVALS == 0 && arrivals.write(begin())) {
      sendWritten();
    }
    time.after(FEEDBACK_NS, this::feedback);
  }

  private void nack(Subscribing subscribing) {
    askedCount = 0;
    subscribing.receiver().visitDue(time.nowNs(), NACKED_PER_MESSAGE, at -> {
      subscribing.emitted().onAsked(at);
      asked[askedCount++] = subscribing.emitted().sequenceOf(at);
    });
    if (askedCount > 0) {
      begin().nack(OWN_SSRC, subscribing.ssrc(), asked, askedCount);
      sendWritten();
      if (room.trace().isOn()) {
        room.trace().add("%s: asks for %d numbers", subscribing, askedCount);
      }
    }
  }

  private void report(Subscribing subscribing) {
    int[] heard = reportsHeard.getOrDefault(subscribing.ssrc(), new int[2]);
    int delay = heard[0] == 0 ? 0 : Ntp.spanFromNs(((int) (time.nowNs() / 1_000) - heard[1]) * 1_000L);
    begin().receiverReport(OWN_SSRC);
    writer.reportBlock(subscribing.ssrc(), 0, 0, subscribing.emitted().size(), 0, heard[0], delay);
    sendWritten();
  }

  private RtcpWriter begin() {
    writer.reset(scratch, 0, scratch.length);
    return writer;
  }

  private void sendWritten() {
    send(Arrays.copyOf(scratch, writer.length()));
  }

  @Override
  public String toString() {
    return id.value();
  }
}
