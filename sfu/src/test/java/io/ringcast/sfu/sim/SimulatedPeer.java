package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.SubscribeOrder;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One participant: checks its path like an ICE agent, publishes audio and video, receives and repairs what it subscribed. */
final class SimulatedPeer {
  static final CodecParameters OPUS = new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "", false, false, true);
  static final CodecParameters VP8 = new CodecParameters(Codec.VP8, 96, 97, "", true, true, true);
  private static final long CHECK_NS = 2_500_000_000L;
  /** Before the first answer an agent repeats itself fast. */
  private static final long FIRST_CHECKS_NS = 250_000_000;
  private static final int FIRST_CHECKS = 8;
  private static final long FEEDBACK_NS = 20_000_000;

  final PeerId id;
  final int shard;
  private final VirtualTime time;
  private final SimulatedSfu sfu;
  private final Random random;
  private final IceCredentials ice;
  private final Link up;
  private final Link down;
  private final List<SimulatedPublisher> publishers = new ArrayList<>();
  private final List<SimulatedSubscription> subscriptions = new ArrayList<>();
  private final RtcpReader rtcp = new RtcpReader();
  private final RtpView view = new RtpView();
  private InetSocketAddress address;
  private boolean gone;
  private int checks;

  SimulatedPeer(String name, int number, int shard, VirtualTime time, SimulatedSfu sfu, Random random, Link.Quality quality) {
    this.id = new PeerId(name);
    this.shard = shard;
    this.time = time;
    this.sfu = sfu;
    this.random = random;
    ice = new IceCredentials("ufrag" + number, "password-password-password-" + number);
    address = new InetSocketAddress("10.0.0." + number, 5_000);
    up = new Link(time, random, quality);
    down = new Link(time, random, quality);
  }

  void join() {
    sfu.connect(id, shard, ice);
    sfu.wire(address, this::onEmitted);
    check();
    feedback();
  }

  /** Vanishes without a word. */
  void vanish() {
    gone = true;
    publishers.forEach(SimulatedPublisher::stop);
  }

  /** Its NAT gives it another address. */
  void roam() {
    address = new InetSocketAddress(address.getAddress(), address.getPort() + 1);
    sfu.wire(address, this::onEmitted);
  }

  Link up() {
    return up;
  }

  Link down() {
    return down;
  }

  List<SimulatedSubscription> subscriptions() {
    return subscriptions;
  }

  List<SimulatedPublisher> publishers() {
    return publishers;
  }

  PublicationRef publish(MediaKind kind, long key) {
    boolean video = kind == MediaKind.VIDEO;
    List<StreamSource> sources = new ArrayList<>();
    for (int i = 0; i < (video ? 3 : 1); i++) {
      sources.add(new StreamSource("", random.nextInt() & 0xFFFFFFFFL, video ? random.nextInt() & 0xFFFFFFFFL : StreamSource.UNKNOWN));
    }
    PublicationSpec spec = new PublicationSpec(
        new PublicationId(id.value() + "_main_" + (video ? 1 : 0)), id.value() + "_main", video ? "1" : "0",
        video ? VP8 : OPUS, ExtensionIds.NONE, sources);
    PublicationRef ref = new PublicationRef(key, spec, shard);
    sfu.shard(shard).peers().publish(id, ref, time.nowNs());
    SimulatedPublisher publisher = new SimulatedPublisher(time, random, spec, this::sendUp);
    publishers.add(publisher);
    publisher.start();
    return ref;
  }

  SimulatedSubscription subscribe(PublicationRef publication, SubscriptionId subscription, Layer layer) {
    MediaKind kind = publication.spec().kind();
    SubscriptionSpec spec = new SubscriptionSpec(
        publication.spec().id(), "0", kind == MediaKind.VIDEO ? VP8 : OPUS, ExtensionIds.NONE, layer);
    SubscribeOrder order = new SubscribeOrder(
        subscription, spec, publication, random.nextInt(), random.nextInt(), publication.spec().streamId());
    SimulatedSubscription received = new SimulatedSubscription(
        id.value() + "<-" + publication.spec().id(), kind, order.ssrc(), order.rtxSsrc());
    subscriptions.add(received);
    sfu.shard(shard).peers().subscribe(id, order, time.nowNs());
    sfu.turn(shard);
    return received;
  }

  private void sendUp(byte[] datagram) {
    InetSocketAddress from = address;
    up.carry(datagram, arrived -> sfu.receive(shard, from, arrived));
  }

  /** An ICE check with USE-CANDIDATE, as browsers send every 2.5 s. */
  private void check() {
    if (gone) {
      return;
    }
    byte[] bytes = new byte[256];
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(ice.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      int length = new StunWriter()
          .beginBindingRequest(bytes, 0, bytes.length, transaction)
          .username(ice.ufrag() + ":peer")
          .priority(1)
          .iceControlling(7)
          .useCandidate()
          .integrity(mac)
          .fingerprint()
          .length();
      sendUp(Arrays.copyOf(bytes, length));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    checks++;
    time.after(checks < FIRST_CHECKS ? FIRST_CHECKS_NS : CHECK_NS, this::check);
  }

  private void onEmitted(byte[] datagram) {
    if ((datagram[0] & 0xC0) == 0x80 && !isRtcp(datagram)) {
      assertThat(view.wrap(datagram, 0, datagram.length)).as("%s: what leaves is RTP", id).isTrue();
      subscription(view.ssrc()).onEmitted(view, time.nowNs());
    }
    down.carry(datagram, this::onDatagram);
  }

  private void onDatagram(byte[] datagram) {
    if (gone || (datagram[0] & 0xC0) != 0x80) {
      return;
    }
    if (isRtcp(datagram)) {
      for (SimulatedPublisher publisher : publishers) {
        assertThat(rtcp.wrap(datagram, 0, datagram.length)).as("%s: what leaves is RTCP", id).isTrue();
        publisher.onRtcp(rtcp);
      }
      return;
    }
    view.wrap(datagram, 0, datagram.length);
    subscription(view.ssrc()).onRtp(datagram, time.nowNs());
  }

  private SimulatedSubscription subscription(int ssrc) {
    return subscriptions.stream()
        .filter(subscription -> subscription.owns(ssrc))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " got a packet of a stream it never subscribed: " + ssrc));
  }

  private static boolean isRtcp(byte[] datagram) {
    int type = datagram[1] & 0xFF;
    return type >= 192 && type <= 223;
  }

  /** NACKs what is missing. */
  private void feedback() {
    if (gone) {
      return;
    }
    byte[] bytes = new byte[1_000];
    RtcpWriter writer = new RtcpWriter();
    for (SimulatedSubscription subscription : subscriptions) {
      List<Integer> lost = subscription.nacks(time.nowNs());
      if (!lost.isEmpty()) {
        writer.reset(bytes, 0, bytes.length);
        int[] sequences = lost.stream().mapToInt(Integer::intValue).toArray();
        writer.nack(1, subscription.ssrc(), sequences, sequences.length);
        sendUp(Arrays.copyOf(bytes, writer.length()));
      }
    }
    time.after(FEEDBACK_NS, this::feedback);
  }
}
