package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.transport.Demux;
import io.ringcast.sfu.transport.LoopScratch;
import io.ringcast.sfu.transport.LoopServices;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.crypto.Mac;

/**
 * Datagrams, time, DTLS events and commands in any order on two transports of one loop, without protection: whatever comes, states follow
 * {@link Transport}'s table, packets return and a closed transport is silent.
 */
public final class TransportBody implements FuzzBody {
  private static final IceCredentials[] LOCAL = {
    new IceCredentials("ours", "ourpasswordourpassword"), new IceCredentials("other", "otherpasswordotherpass")
  };
  private static final RemoteTransport REMOTE =
    new RemoteTransport(new IceCredentials("peer", "secret"), List.of(new Fingerprint("sha-256", "AA")), DtlsRole.SERVER);
  private static final SrtpKeys NO_KEYS = new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);
  private static final CloseReason[] REASONS = CloseReason.values();
  private static final byte[] HANDSHAKE = {22, 1, 2};
  private static final int ADDRESSES = 32;
  private static final int FIRST_PORT = 4_000;
  private static final long TIME_STEP_NS = 250_000_000L;
  private static final int OPERATIONS = 9;
  private static final int CHECK_USES_CANDIDATE = 1;
  private static final int CHECK_CLAIMS_CONTROLLED = 2;

  private final Mac[] macs = {Checks.mac(LOCAL[0]), Checks.mac(LOCAL[1])};
  private final LoopScratch scratch = new LoopScratch();
  private final InetSocketAddress[] addresses = new InetSocketAddress[ADDRESSES];

  public TransportBody() {
    for (int i = 0; i < ADDRESSES; i++) {
      addresses[i] = new InetSocketAddress(InetAddress.getLoopbackAddress(), FIRST_PORT + i);
    }
  }

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    Scene scene = new Scene();
    while (steps.more()) {
      scene.step(steps);
      scene.check();
    }
    scene.end();
  }

  @Override
  public List<byte[]> seeds() {
    byte[] rtp = {(byte) 0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9};
    byte[] rtcp = RtcpBody.compound(writer -> writer.receiverReport(1));
    byte[] check = Checks.request(LOCAL[0], macs[0], writer -> writer.priority(1).iceControlling(7).useCandidate());
    StepWriter whole = new StepWriter();
    whole.u8(3, 0).u8(1, 0, 0, 1).u8(5, 0).u8(4, 0);
    whole.u8(0, 0).slice(rtp).u8(0, 1).slice(rtp).u8(0, 0).slice(rtcp).u8(2, 100).u8(1, 0, 5, 0);
    whole.u8(0, 0).slice(new byte[] {22, 3, 3}).u8(0, 3).slice(check).u8(8, 0).u8(6, 0, 1).u8(7, 0);
    return List.of(whole.bytes(), new StepWriter().u8(1, 1, 0, 1).u8(3, 1).u8(2, 200).bytes());
  }

  /** One run: two transports, what they were told and what they said. */
  private final class Scene {
    private final DropCounters drops = new DropCounters();
    private final TimerWheel timers = new TimerWheel(0);
    private final PacketPool pool = new PacketPool(4);
    private final RecordingDtls dtls = new RecordingDtls();
    private final LoopServices services = new LoopServices(command -> true, timers, drops, dtls, scratch);
    private final Demux demux = new Demux(drops);
    private final CheckedOutbox wire = new CheckedOutbox();
    private final Ear[] ears = {new Ear(), new Ear()};
    private final Transport[] transports = new Transport[LOCAL.length];
    private final String[] states = {"WAITING", "WAITING"};
    private long nowNs;

    Scene() {
      for (int i = 0; i < transports.length; i++) {
        transports[i] = new Transport(LOCAL[i], services, ears[i]);
        demux.register(transports[i]);
      }
    }

    void step(Steps steps) {
      int operation = steps.u8() % OPERATIONS;
      int which = steps.u8();
      int one = which % transports.length;
      switch (operation) {
        case 0 -> receive(steps.slice(), which % ADDRESSES);
        case 1 -> check(one, steps.u8() % ADDRESSES, steps.u8());
        case 2 -> {
          nowNs += which * TIME_STEP_NS;
          timers.advance(nowNs);
        }
        case 3 -> transports[one].remote(REMOTE, nowNs);
        case 4 -> dtls.keys(one, NO_KEYS, nowNs);
        case 5 -> dtls.datagram(one, HANDSHAKE, nowNs);
        case 6 -> dtls.end(one, REASONS[steps.u8() % REASONS.length], nowNs);
        case 7 -> transports[one].close(REASONS[which % REASONS.length], nowNs);
        default -> receive(Checks.requestWith(LOCAL[one], macs[one], steps.slice()), which % ADDRESSES);
      }
    }

    private void check(int one, int address, int flags) {
      receive(Checks.request(LOCAL[one], macs[one], writer -> {
        writer.priority(1);
        if ((flags & CHECK_CLAIMS_CONTROLLED) == 0) {
          writer.iceControlling(7);
        } else {
          writer.iceControlled(7);
        }
        if ((flags & CHECK_USES_CANDIDATE) != 0) {
          writer.useCandidate();
        }
      }), address);
    }

    private void receive(byte[] datagram, int address) {
      Packet packet = pool.take();
      Invariant.holds(packet != null, "packets return to their pool");
      if (packet != null && datagram.length <= Packet.CAPACITY) {
        System.arraycopy(datagram, 0, packet.bytes(), 0, datagram.length);
        packet.length(datagram.length);
        demux.receive(packet, addresses[address], wire, nowNs);
      } else if (packet != null) {
        packet.release();
      }
    }

    void check() {
      Invariant.holds(pool.inUse() == 0, "each packet returned");
      for (int i = 0; i < transports.length; i++) {
        String next = transports[i].state();
        Invariant.holds(follows(states[i], next), states[i] + " -> " + next + " is in the table");
        states[i] = next;
        ears[i].closed = next.equals("CLOSED");
        Invariant.holds(ears[i].ends == (ears[i].closed ? 1 : 0), "the end is told once");
      }
    }

    private static boolean follows(String before, String after) {
      return before.equals(after) || switch (before) {
        case "WAITING" -> !after.equals("OPEN");
        case "CONNECTING" -> !after.equals("WAITING");
        case "OPEN" -> after.equals("CLOSED");
        default -> false;
      };
    }

    void end() {
      for (Transport transport : transports) {
        transport.close(CloseReason.SERVER_CLOSED, nowNs);
      }
      check();
      Invariant.holds(timers.armed() == 0, "no timer outlives its transport");
      long before = drops.of(DropReason.STUN_UNKNOWN_UFRAG);
      check(0, 0, CHECK_USES_CANDIDATE);
      check(1, 0, CHECK_USES_CANDIDATE);
      Invariant.holds(drops.of(DropReason.STUN_UNKNOWN_UFRAG) == before + 2, "a closed transport is not found");
    }
  }

  /** Hears one transport. */
  private static final class Ear implements Transport.Listener {
    private boolean closed;
    private int ends;

    @Override
    public void onOpen(long nowNs) {
      Invariant.holds(!closed, "a closed transport does not open");
    }

    @Override
    public void onRtp(Packet owned, long nowNs) {
      Invariant.holds(!closed && owned.rtp().length() == owned.length(), "what is handed on is RTP of an open transport");
      owned.release();
    }

    @Override
    public void onRtcp(byte[] bytes, int offset, int length, long nowNs) {
      Invariant.holds(!closed && offset + length <= bytes.length, "what is handed on lies in its array");
    }

    @Override
    public void onClosed(CloseReason reason, long nowNs) {
      ends++;
    }
  }
}
