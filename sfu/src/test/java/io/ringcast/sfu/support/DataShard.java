package io.ringcast.sfu.support;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.PeerLink;
import io.ringcast.sfu.routing.RoomScope;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.sctp.SctpSettings;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One loop's shard in virtual time with one peer, whose own side of the data channels a test drives; nothing is lost between them. */
public final class DataShard implements Mailbox, DataListener {
  public static final PeerId PEER = new PeerId("peer");
  private static final IceCredentials ICE = new IceCredentials("ours", "ourpasswordourpasswordour");
  private static final RemoteTransport REMOTE =
      new RemoteTransport(new IceCredentials("theirs", "theirpasswordtheirpassword"), List.of(), DtlsRole.SERVER);
  private static final SrtpKeys NO_KEYS = new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);
  private static final long MS = 1_000_000L;

  public final Shard shard;
  /** The peer's side. */
  public final DataChannels theirs;
  public final List<byte[]> heard = new ArrayList<>();
  public final List<String> said = new ArrayList<>();
  /** Whether the peer hears nothing for now. */
  public boolean deaf;
  /** Whether the loop takes no commands for now. */
  public boolean full;
  public long nowNs = MS;
  private final Deque<Mailbox.Command> commands = new ArrayDeque<>();
  private final Deque<byte[]> toPeer = new ArrayDeque<>();
  private final Deque<byte[]> toUs = new ArrayDeque<>();
  private final FakeDtls dtls = new FakeDtls();

  /** The peer is there, and not connected yet. */
  public DataShard() {
    shard = new Shard(new Shard.Settings(0, 64), this, new Alone(), dtls, new SplittableRandom(3), nowNs);
    theirs = new DataChannels(SctpSettings.USUAL, new SctpScratch(), new SplittableRandom(4), new DropCounters(),
        (bytes, offset, length, atNs) -> toUs.add(Arrays.copyOfRange(bytes, offset, offset + length)),
        new DataChannels.Side(true, SctpSettings.USUAL.maxMessageBytes()), this);
    RoomScope room = RoomScope.of(new RoomKey("app", "room"), event -> { }, 0);
    shard.peers().connect(room, PEER, ICE, () -> { }, nowNs);
    shard.peers().remote(PEER, REMOTE, nowNs);
  }

  /** Lets ICE and DTLS succeed. */
  public DataShard connect() {
    Packet packet = Objects.requireNonNull(shard.pool().take());
    StunWriter check = new StunWriter()
        .beginBindingRequest(packet.bytes(), 0, packet.bytes().length, new byte[12])
        .username(ICE.ufrag() + ":theirs").priority(1).iceControlling(7).useCandidate().integrity(mac()).fingerprint();
    packet.length(check.length());
    shard.demux().receive(packet, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000), new Nowhere(), nowNs);
    Objects.requireNonNull(dtls.events).onKeys(NO_KEYS, nowNs);
    return this;
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(ICE.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public PeerLink link() {
    return Objects.requireNonNull(shard.peers().find(PEER));
  }

  /** Runs what waits until nothing does. */
  public void settle() {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (Mailbox.Command command = commands.poll(); command != null; command = commands.poll()) {
        command.run(nowNs);
        busy = true;
      }
      for (byte[] packet = toUs.poll(); packet != null; packet = toUs.poll()) {
        Objects.requireNonNull(dtls.events).onData(packet, nowNs);
        busy = true;
      }
      for (byte[] packet = toPeer.poll(); packet != null && !deaf; packet = toPeer.poll()) {
        theirs.receive(packet, 0, packet.length, nowNs);
        busy = true;
      }
    }
  }

  /** Lets time go by in steps of a millisecond. */
  public void pass(long ms) {
    for (long i = 0; i < ms; i++) {
      nowNs += MS;
      shard.endTurn(nowNs);
      if (theirs.nextDeadlineNs() <= nowNs && !deaf) {
        theirs.onDeadline(nowNs);
      }
      settle();
    }
  }

  @Override
  public boolean post(Mailbox.Command command) {
    return !full && commands.add(command);
  }

  @Override
  public void onChannelOpen(DataChannel channel, long atNs) {
    said.add("open " + channel.label());
  }

  @Override
  public void onMessage(DataChannel channel, byte[] message, boolean binary, long atNs) {
    heard.add(message);
  }

  @Override
  public void onRoomAgain(long atNs) {
    said.add("room");
  }

  @Override
  public void onChannelClosed(DataChannel channel, DataEnd reason, long atNs) {
    said.add("closed " + channel.label());
  }

  @Override
  public void onEnded(DataEnd reason, long atNs) {
    said.add("ended " + reason);
  }

  private final class FakeDtls implements DtlsPort {
    private DtlsPort.Events events;

    @Override
    public Fingerprint fingerprint() {
      return new Fingerprint("sha-256", "00");
    }

    @Override
    public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events opened) {
      events = opened;
      return new Association() {
        @Override
        public boolean receive(byte[] bytes, int offset, int length) {
          return true;
        }

        @Override
        public void send(byte[] bytes, int offset, int length, long atNs) {
          toPeer.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void close(long atNs) {}
      };
    }
  }

  /** Ends the peer's transport. */
  public void close() {
    shard.peers().close(PEER, CloseReason.REQUESTED, nowNs);
  }

  private static final class Nowhere implements Outbox {
    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {}

    @Override
    public void send(Slab slab, InetSocketAddress to) {}
  }

  private static final class Alone implements Neighbours {
    @Override
    public void tell(int index, Neighbours.Command command) {
      throw new AssertionError("there is one loop");
    }

    @Override
    public void wake(int index) {}
  }
}
