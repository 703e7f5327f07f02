package io.ringcast.client;

import io.ringcast.client.dtls.DtlsAssociation;
import io.ringcast.client.ice.IceAgent;
import io.ringcast.client.ice.StunCodec;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.srtp.PacketBuffer;
import io.ringcast.client.srtp.SrtpSession;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.wire.Rtcp;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One WebRTC transport: ICE as the controlling full agent, DTLS in either role, SRTP both ways, on a UDP socket
 * or a TCP connection of its own.
 *
 * <p>{@link #connect}, {@link #rebind}, {@link #restart}, {@link #kill} and {@link #close} may be called from any thread; packets are
 * sent and arrive on the loop's.
 */
public final class ScriptedPeer implements AutoCloseable {
  /** What arrives, decrypted; the buffer is the peer's and valid until the call returns. On the loop's thread. */
  public interface Listener {
    void onRtp(PacketBuffer packet, long nowNs);

    void onRtcp(PacketBuffer packet, long nowNs);

    /** Sees an RTP packet before it is decrypted; true when its header told enough and it is not to be. */
    default boolean onSealedRtp(byte[] bytes, int length, long nowNs) {
      return false;
    }

    default void onClosed(String reason) {}
  }

  /** Hears what records of DTLS bring. On the loop's thread. */
  @FunctionalInterface
  public interface DataListener {
    void onData(byte[] content, long arrivedNs);
  }

  /** How long what was sent to a socket may still be on its way when a restart has moved on to another. */
  private static final long RETIREMENT_NS = 1_000_000_000L;
  private static final int UFRAG_BYTES = 4;
  private static final int PASSWORD_BYTES = 12;
  private static final int DTLS_FIRST = 20;
  private static final int DTLS_LAST = 63;

  private final ClientHost host;
  private final PeerSettings settings;
  private final Listener listener;
  private final IceAgent.Credentials credentials;
  private final CompletableFuture<SrtpProfile> opened = new CompletableFuture<>();
  private final PacketBuffer inbound = new PacketBuffer();
  private final PacketBuffer outbound = new PacketBuffer();
  private LoopPort socket;
  private final AtomicInteger endedConnections = new AtomicInteger();
  private InetSocketAddress streamTo = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private @Nullable IceAgent ice;
  private @Nullable IceAgent restarting;
  private @Nullable DtlsAssociation dtls;
  private @Nullable SrtpSession srtp;
  private DataListener data = (content, arrivedNs) -> { };
  private volatile boolean gone;
  private final LongAdder unprotectFailures = new LongAdder();
  private volatile String closeReason = "";

  public ScriptedPeer(ClientHost host, PeerSettings settings, Listener listener) {
    this.host = host;
    this.settings = settings;
    this.listener = listener;
    credentials = freshCredentials();
    socket = settings.tcp() ? new NoPort() : openSocket();
  }

  public IceAgent.Credentials credentials() {
    return credentials;
  }

  /** Credentials nobody has used yet, for an ICE restart. */
  public IceAgent.Credentials freshCredentials() {
    return new IceAgent.Credentials(token(UFRAG_BYTES), token(PASSWORD_BYTES));
  }

  /** Our certificate's sha-256 fingerprint. */
  public String fingerprint() {
    return host.identity().fingerprint();
  }

  public PeerSettings settings() {
    return settings;
  }

  /** Completes with the negotiated profile when media can flow, exceptionally when the transport ends before. */
  public CompletableFuture<SrtpProfile> opened() {
    return opened;
  }

  public InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  /** Packets that did not authenticate, or came twice. */
  public long unprotectFailures() {
    return unprotectFailures.sum();
  }

  /** Why the association ended; empty while it has not. */
  public String closeReason() {
    return closeReason;
  }

  /** Starts towards the other side that the answer describes. */
  public void connect(Answer answer) {
    host.loop().execute(() -> start(answer));
  }

  /** Protects and sends a copy of an RTP packet. False when the transport is not open. On the loop. */
  public boolean sendRtp(byte[] bytes, int length) {
    SrtpSession session = srtp;
    InetSocketAddress to = destination();
    if (session == null || to == null) {
      return false;
    }
    outbound.set(bytes, 0, length);
    return session.protectRtp(outbound) && sendOutbound(to);
  }

  /** Protects and sends a copy of a compound RTCP packet. False when the transport is not open. On the loop. */
  public boolean sendRtcp(byte[] bytes, int length) {
    SrtpSession session = srtp;
    InetSocketAddress to = destination();
    if (session == null || to == null) {
      return false;
    }
    outbound.set(bytes, 0, length);
    return session.protectRtcp(outbound) && sendOutbound(to);
  }

  /** Who hears data from now on; until then it is dropped. On the loop. */
  void hearData(DataListener listener) {
    data = listener;
  }

  /** Sends data in a record of its own; nothing happens when the transport is not open. On the loop. */
  void sendData(byte[] bytes, int offset, int length) {
    DtlsAssociation association = dtls;
    if (association != null && !gone) {
      association.send(bytes, offset, length);
    }
  }

  /** Sends bytes as they are to the nominated address: for hostile tests. On the loop. */
  public void sendRaw(byte[] bytes) {
    InetSocketAddress to = destination();
    if (to != null) {
      socket.send(bytes, 0, bytes.length, to);
    }
  }

  /** TCP connections that the server ended, or that failed. */
  public int endedConnections() {
    return endedConnections.get();
  }

  /**
   * Moves to a new local port as a NAT would: media goes on from it at once, the next check {@code checkDelayNs} later. By TCP: a new
   * connection, whose first frame is a check.
   */
  public CompletableFuture<InetSocketAddress> rebind(long checkDelayNs) {
    CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
    host.loop().execute(() -> {
      LoopPort old = socket;
      socket = settings.tcp() ? openStream() : openSocket();
      old.close();
      IceAgent agent = ice;
      if (agent != null) {
        long nowNs = host.loop().nowNs();
        agent.onRebound(settings.tcp() ? nowNs : nowNs + checkDelayNs);
        if (settings.tcp()) {
          agent.onDeadline(nowNs);
        }
        scheduleIce(agent);
      }
      done.complete(socket.localAddress());
    });
    return done;
  }

  /** Checks the answer's candidates with new credentials from a new local port, and moves there when one is nominated; one at a time. */
  public CompletableFuture<InetSocketAddress> restart(IceAgent.Credentials fresh, Answer answer) {
    CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
    host.loop().execute(() -> {
      LoopPort next = settings.tcp() ? openStream() : openSocket();
      IceAgent agent = agent(next, fresh, answer, () -> {
        retire(socket);
        socket = next;
        ice = restarting;
        restarting = null;
        done.complete(next.localAddress());
      });
      restarting = agent;
      scheduleIce(agent);
    });
    return done;
  }

  /** Closes a socket once what is still on its way to it has come. */
  private void retire(LoopPort old) {
    host.loop().at(host.loop().nowNs() + RETIREMENT_NS, nowNs -> old.close());
  }

  /** Vanishes without a word. */
  public void kill() {
    host.loop().execute(() -> {
      DtlsAssociation association = dtls;
      if (association != null) {
        association.vanish();
      }
      end("killed");
    });
  }

  /** Says close_notify and ends. */
  @Override
  public void close() {
    host.loop().execute(() -> {
      DtlsAssociation association = dtls;
      if (association == null || gone) {
        end("closed");
      } else {
        association.close();
      }
    });
  }

  private @Nullable InetSocketAddress destination() {
    IceAgent agent = ice;
    return agent == null || gone ? null : agent.nominated();
  }

  private boolean sendOutbound(InetSocketAddress to) {
    socket.send(outbound.getBuffer(), outbound.getOffset(), outbound.getLength(), to);
    return true;
  }

  private String token(int byteCount) {
    byte[] bytes = new byte[byteCount];
    host.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private LoopPort openSocket() {
    return host.loop().open(new InetSocketAddress(host.address(), 0),
      (from, bytes, length, address, nowNs) -> onPacket(bytes, length, address, nowNs));
  }

  private LoopPort openStream() {
    return host.loop().connect(streamTo, settings.readBytesPerSecond(), new LoopStream.Receiver() {
      @Override
      public void onPacket(byte[] bytes, int length, long nowNs) {
        ScriptedPeer.this.onPacket(bytes, length, streamTo, nowNs);
      }

      @Override
      public void onEnd() {
        endedConnections.incrementAndGet();
      }
    });
  }

  private void start(Answer answer) {
    if (gone || ice != null) {
      return;
    }
    if (settings.tcp()) {
      streamTo = answer.tcpCandidates().getFirst();
      socket = openStream();
    }
    IceAgent agent = agent(null, credentials, answer, () -> secure(answer));
    ice = agent;
    if (!"passive".equals(answer.setup())) {
      secure(answer);
    }
    scheduleIce(agent);
  }

  /** @param over the socket its checks leave by; null for the one in use */
  private IceAgent agent(@Nullable LoopPort over, IceAgent.Credentials local, Answer answer, Runnable onConnected) {
    IceAgent.Credentials remote = new IceAgent.Credentials(answer.ufrag(), answer.password());
    List<InetSocketAddress> candidates = settings.tcp() ? List.of(streamTo) : reachable(answer);
    return new IceAgent(host.stun(), local, remote, candidates, new IceAgent.Actions() {
      @Override
      public void send(byte[] message, InetSocketAddress to) {
        (over == null ? socket : over).send(message, 0, message.length, to);
      }

      @Override
      public void onConnected(InetSocketAddress nominated, long nowNs) {
        onConnected.run();
      }
    }, host.random(), host.loop().nowNs());
  }

  /** What our IPv4 socket can send to. */
  private static List<InetSocketAddress> reachable(Answer answer) {
    return answer.candidates().stream().filter(candidate -> candidate.getAddress() instanceof Inet4Address).toList();
  }

  private void scheduleIce(IceAgent agent) {
    host.loop().at(agent.nextDeadlineNs(), nowNs -> {
      boolean replaced = agent != ice && agent != restarting;
      if (gone || replaced || agent.nextDeadlineNs() - nowNs > 0) {
        return;
      }
      agent.onDeadline(nowNs);
      if (agent.state() == IceAgent.State.FAILED) {
        end("no consent " + agent.lastError());
      } else {
        scheduleIce(agent);
      }
    });
  }

  /** Opens the association once: as server at the start, since the other side's hello may come before our nomination is answered. */
  private void secure(Answer answer) {
    if (dtls != null || gone) {
      return;
    }
    boolean asClient = "passive".equals(answer.setup());
    dtls = DtlsAssociation.open(host.identity(), asClient, answer.hash(), answer.fingerprint(), settings.profiles(), new DtlsEvents());
  }

  private void onPacket(byte[] bytes, int length, InetSocketAddress from, long nowNs) {
    if (length == 0 || gone) {
      return;
    }
    int first = bytes[0] & 0xFF;
    if (StunCodec.looksLikeStun(bytes, length)) {
      onStun(bytes, length, from, nowNs);
    } else if (first >= DTLS_FIRST && first <= DTLS_LAST) {
      DtlsAssociation association = dtls;
      if (association != null) {
        association.receive(bytes, length, nowNs);
      }
    } else if (length >= Rtcp.HEADER_SIZE + Integer.BYTES * 2 && (first & 0xC0) == 0x80) {
      onSecured(bytes, length, nowNs);
    }
  }

  private void onStun(byte[] bytes, int length, InetSocketAddress from, long nowNs) {
    for (IceAgent agent : Arrays.asList(ice, restarting)) {
      if (agent != null) {
        agent.receive(bytes, length, from, nowNs);
        scheduleIce(agent);
      }
    }
  }

  private void onSecured(byte[] bytes, int length, long nowNs) {
    SrtpSession session = srtp;
    boolean rtcp = Rtcp.looksLikeRtcp(bytes, 0, length);
    if (session == null || (!rtcp && listener.onSealedRtp(bytes, length, nowNs))) {
      return;
    }
    inbound.set(bytes, 0, length);
    if (!(rtcp ? session.unprotectRtcp(inbound) : session.unprotectRtp(inbound))) {
      unprotectFailures.increment();
    } else if (rtcp) {
      listener.onRtcp(inbound, nowNs);
    } else {
      listener.onRtp(inbound, nowNs);
    }
  }

  private void end(String reason) {
    if (gone) {
      return;
    }
    gone = true;
    closeReason = reason;
    socket.close();
    opened.completeExceptionally(new IllegalStateException("the transport ended before it was open: " + reason));
    listener.onClosed(reason);
  }

  /** Before the answer has told where to connect to. */
  private static final class NoPort implements LoopPort {
    @Override
    public InetSocketAddress localAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {}

    @Override
    public void close() {}
  }

  /** Brings the association's events to the loop. */
  private final class DtlsEvents implements DtlsAssociation.Events {
    @Override
    public void onDatagram(byte[] datagram) {
      host.loop().execute(() -> sendRaw(datagram));
    }

    @Override
    public void onKeys(SrtpKeys keys) {
      host.loop().execute(() -> {
        srtp = new SrtpSession(keys);
        opened.complete(keys.profile());
      });
    }

    @Override
    public void onData(byte[] content, long arrivedNs) {
      host.loop().execute(() -> data.onData(content, arrivedNs));
    }

    @Override
    public void onEnd(String reason) {
      host.loop().execute(() -> end(reason));
    }
  }
}
