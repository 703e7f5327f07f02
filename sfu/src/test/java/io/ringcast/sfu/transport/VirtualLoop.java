package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.stun.StunMessage;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One loop in virtual time, without sockets: what is fed to it and what came out. */
final class VirtualLoop {
  static final String PASSWORD = "ourpasswordourpassword";

  final DropCounters drops = new DropCounters();
  final TimerWheel timers = new TimerWheel(0);
  final PacketPool pool = new PacketPool(64);
  final FakeDtls dtls = new FakeDtls();
  final LoopServices services = new LoopServices(command -> true, timers, drops, dtls, new LoopScratch());
  final Demux demux = new Demux(drops);
  final Wire wire = new Wire();
  long nowNs;

  Transport transport(String ufrag, Heard heard) {
    Transport transport = new Transport(new IceCredentials(ufrag, PASSWORD), services, heard);
    demux.register(transport);
    return transport;
  }

  void advance(long ns) {
    nowNs += ns;
    timers.advance(nowNs);
  }

  void feed(byte[] bytes, InetSocketAddress from) {
    Packet packet = pool.take();
    if (packet == null) {
      throw new IllegalStateException("packets leak");
    }
    System.arraycopy(bytes, 0, packet.bytes(), 0, bytes.length);
    packet.length(bytes.length);
    demux.receive(packet, from, wire, nowNs);
  }

  void check(String ufrag, InetSocketAddress from, boolean useCandidate) {
    feed(request(ufrag, PASSWORD, writer -> {
      writer.priority(1).iceControlling(7);
      if (useCandidate) {
        writer.useCandidate();
      }
    }), from);
  }

  static byte[] request(String ufrag, String password, Consumer<StunWriter> more) {
    byte[] bytes = new byte[300];
    StunWriter writer = new StunWriter().beginBindingRequest(bytes, 0, bytes.length, new byte[12]).username(ufrag + ":theirs");
    more.accept(writer);
    return Arrays.copyOf(bytes, writer.integrity(mac(password)).fingerprint().length());
  }

  static StunMessage parse(byte[] bytes) {
    StunMessage message = new StunMessage();
    if (!message.wrap(bytes, 0, bytes.length)) {
      throw new IllegalStateException("not STUN");
    }
    return message;
  }

  static Mac mac(String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A datagram that left. */
  @SuppressWarnings("ArrayRecordComponent")
  record Sent(byte[] bytes, InetSocketAddress to) {}

  /** Keeps what was sent. */
  static final class Wire implements Outbox {
    final List<Sent> sent = new ArrayList<>();
    int proven;
    int forsaken;

    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
      sent.add(new Sent(Arrays.copyOfRange(bytes, offset, offset + length), to));
    }

    @Override
    public void send(Slab slab, InetSocketAddress to) {
      for (int i = 0; i < slab.size(); i++) {
        send(slab.bytes(), slab.offset(i), slab.length(i), to);
      }
    }

    @Override
    public void onProven() {
      proven++;
    }

    @Override
    public void onForsaken() {
      forsaken++;
    }

    Sent last() {
      return sent.getLast();
    }
  }

  /** Keeps what a transport told. */
  static final class Heard implements Transport.Listener {
    final List<byte[]> rtp = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    int opened;

    @Override
    public void onOpen(long nowNs) {
      opened++;
    }

    @Override
    public void onRtp(Packet owned, long nowNs) {
      rtp.add(Arrays.copyOf(owned.bytes(), owned.length()));
      owned.release();
    }

    @Override
    public void onRtcp(byte[] bytes, int offset, int length, long nowNs) {
      rtcp.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onClosed(CloseReason reason, long nowNs) {
      closed.add(reason);
    }
  }

  /** Associations that do what the test says. */
  static final class FakeDtls implements DtlsPort {
    final List<DtlsRole> roles = new ArrayList<>();
    final List<byte[]> received = new ArrayList<>();
    Events events;
    int closes;
    boolean full;

    @Override
    public Fingerprint fingerprint() {
      return new Fingerprint("sha-256", "AA");
    }

    @Override
    public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events opened) {
      roles.add(role);
      events = opened;
      return new Association() {
        @Override
        public boolean receive(byte[] bytes, int offset, int length) {
          received.add(Arrays.copyOfRange(bytes, offset, offset + length));
          return !full;
        }

        @Override
        public void close(long nowNs) {
          closes++;
        }
      };
    }
  }
}
