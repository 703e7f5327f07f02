package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport a datagram belongs to, on one loop and by its thread: protocols are told apart by the first byte (RFC 7983), RTCP
 * from RTP by the second (RFC 5761).
 *
 * <p>STUN names its transport by our user fragment. Everything else is found by the address it came from, which only an authenticated
 * packet teaches us. SRTP from an unknown address is tried with the transports that own its SSRC, so a peer whose address changed is
 * heard at once; what it receives moves with its next check.
 */
public final class Demux implements PacketIntake {
  /** Addresses remembered for one transport; the oldest that is not in use for sending is forgotten. */
  static final int MAX_ADDRESSES = 20;

  /** SSRCs are random 32-bit numbers: more owners than this are no accident, and the newest is not indexed. */
  static final int MAX_SSRC_OWNERS = 4;

  private static final int STUN_LAST = 3;
  private static final int DTLS_FIRST = 20;
  private static final int DTLS_LAST = 63;
  private static final int RTP_FIRST = 128;
  private static final int RTP_LAST = 191;
  private static final int RTCP_SSRC_OFFSET = 4;

  private final IdentityHashMap<Outbox, Map<InetSocketAddress, Transport>> byAddress = new IdentityHashMap<>();
  private final Map<String, Transport> byUfrag = new HashMap<>();
  private final Map<Integer, List<Transport>> bySsrc = new HashMap<>();
  private final DropCounters drops;
  private final StunMessage stun = new StunMessage();

  /** @param drops counts what belongs to no transport */
  public Demux(DropCounters drops) {
    this.drops = drops;
  }

  /** Makes a transport reachable by its user fragment. */
  public void register(Transport transport) {
    transport.attached(this);
    transport.ufrags().forEach(ufrag -> named(ufrag, transport));
  }

  /** Forgets a transport and all that led to it. */
  public void unregister(Transport transport) {
    byUfrag.values().removeIf(each -> each == transport);
    transport.paths().forEach(path -> removeAddress(path, transport));
    transport.ssrcs().forEach(ssrc -> disowned(ssrc, transport));
  }

  @Override
  public void closed(Outbox via) {
    Map<InetSocketAddress, Transport> addresses = byAddress.remove(via);
    if (addresses != null) {
      addresses.forEach((address, transport) -> transport.disconnected(new Path(via, address)));
    }
  }

  /** Addresses, user fragments and SSRCs that lead to a transport: none once all transports are gone. */
  public int entries() {
    int addresses = byAddress.values().stream().mapToInt(Map::size).sum();
    return addresses + byUfrag.size() + bySsrc.size();
  }

  /** Takes a datagram and ownership of its packet. */
  @Override
  public void receive(Packet owned, InetSocketAddress from, Outbox via, long nowNs) {
    int first = owned.length() == 0 ? -1 : BigEndian.u8(owned.bytes(), 0);
    if (first >= RTP_FIRST && first <= RTP_LAST) {
      onSrtp(owned, from, via, nowNs);
      return;
    }
    if (first >= DTLS_FIRST && first <= DTLS_LAST) {
      onDtls(owned, from, via);
    } else if (first >= 0 && first <= STUN_LAST) {
      onStun(owned, from, via, nowNs);
    } else {
      drops.count(DropReason.NOT_A_KNOWN_PROTOCOL);
    }
    owned.release();
  }

  private void onStun(Packet packet, InetSocketAddress from, Outbox via, long nowNs) {
    if (!stun.wrap(packet.bytes(), 0, packet.length())) {
      drops.count(DropReason.STUN_MALFORMED);
      return;
    }
    if (!stun.isBindingRequest()) {
      drops.count(DropReason.STUN_UNEXPECTED);
      return;
    }
    String ufrag = IceLite.localUfrag(stun);
    Transport transport = ufrag == null ? null : byUfrag.get(ufrag);
    if (transport == null) {
      drops.count(DropReason.STUN_UNKNOWN_UFRAG);
      return;
    }
    transport.onCheck(stun, from, via, nowNs);
  }

  private void onDtls(Packet packet, InetSocketAddress from, Outbox via) {
    Transport transport = at(via, from);
    if (transport == null) {
      drops.count(DropReason.UNKNOWN_ADDRESS);
      return;
    }
    transport.onDtls(packet.bytes(), 0, packet.length());
  }

  private void onSrtp(Packet owned, InetSocketAddress from, Outbox via, long nowNs) {
    boolean rtcp = Rtcp.looksLikeRtcp(owned.bytes(), 0, owned.length());
    Transport transport = at(via, from);
    if (transport != null) {
      if (!transport.arrivals().take(nowNs)) {
        transport.drops().count(DropReason.SENT_TOO_MUCH);
        owned.release();
      } else if (transport.unprotect(owned, rtcp)) {
        transport.deliver(owned, rtcp, from, via, nowNs);
      } else {
        transport.drops().count(transport.refusal());
        owned.release();
      }
      return;
    }
    Transport owner = unprotectBySsrc(owned, rtcp);
    if (owner == null) {
      owned.release();
      return;
    }
    learned(owner, via, from);
    owner.deliver(owned, rtcp, from, via, nowNs);
  }

  /** The transport whose keys opened a packet from an unknown address; null when none did, and the drop is counted. */
  private @Nullable Transport unprotectBySsrc(Packet packet, boolean rtcp) {
    int at = rtcp ? RTCP_SSRC_OFFSET : RtpView.FIXED_HEADER_SIZE - Integer.BYTES;
    if (packet.length() < at + Integer.BYTES) {
      drops.count(DropReason.SRTP_MALFORMED);
      return null;
    }
    List<Transport> owners = bySsrc.get(BigEndian.i32(packet.bytes(), at));
    if (owners == null) {
      drops.count(DropReason.UNKNOWN_ADDRESS);
      return null;
    }
    for (Transport owner : owners) {
      if (owner.unprotect(packet, rtcp)) {
        return owner;
      }
    }
    drops.count(owners.getFirst().refusal());
    return null;
  }

  private @Nullable Transport at(Outbox via, InetSocketAddress from) {
    Map<InetSocketAddress, Transport> addresses = byAddress.get(via);
    return addresses == null ? null : addresses.get(from);
  }

  /** Notes that an authenticated packet of a transport came from an address. */
  void learned(Transport transport, Outbox via, InetSocketAddress from) {
    Transport before = byAddress.computeIfAbsent(via, ignored -> new HashMap<>()).put(from, transport);
    if (before == transport) {
      return;
    }
    via.onProven();
    Path path = new Path(via, from);
    if (before != null) {
      before.lost(path);
    }
    Path forgotten = transport.gained(path, MAX_ADDRESSES);
    if (forgotten != null) {
      removeAddress(forgotten, transport);
    }
  }

  /** Makes a transport reachable by a further user fragment. */
  void named(String ufrag, Transport transport) {
    Transport before = byUfrag.putIfAbsent(ufrag, transport);
    if (before != null && before != transport) {
      throw new IllegalArgumentException("two transports with one user fragment");
    }
  }

  void unnamed(String ufrag, Transport transport) {
    byUfrag.remove(ufrag, transport);
  }

  /** Notes that a transport authenticated packets of an SSRC. */
  void owned(int ssrc, Transport transport) {
    List<Transport> owners = bySsrc.computeIfAbsent(ssrc, ignored -> new ArrayList<>(1));
    if (owners.size() < MAX_SSRC_OWNERS && !owners.contains(transport)) {
      owners.add(transport);
    }
  }

  void disowned(int ssrc, Transport transport) {
    List<Transport> owners = bySsrc.get(ssrc);
    if (owners != null && owners.remove(transport) && owners.isEmpty()) {
      bySsrc.remove(ssrc);
    }
  }

  private void removeAddress(Path path, Transport transport) {
    Map<InetSocketAddress, Transport> addresses = byAddress.get(path.via());
    if (addresses != null && addresses.remove(path.address(), transport) && addresses.isEmpty()) {
      byAddress.remove(path.via());
      path.via().onForsaken();
    }
  }
}
