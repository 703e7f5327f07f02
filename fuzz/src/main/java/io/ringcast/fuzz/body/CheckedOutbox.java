package io.ringcast.fuzz.body;

import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.net.InetSocketAddress;

/** What leaves without protection is well-formed: STUN, RTP or RTCP; DTLS is the association's. */
final class CheckedOutbox implements Outbox {
  private static final int RTP_FIRST = 0x80;
  private static final int STUN_LAST = 3;

  private final RtpView rtp = new RtpView();
  private final RtcpReader rtcp = new RtcpReader();
  private final StunMessage stun = new StunMessage();

  @Override
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    int first = length == 0 ? -1 : bytes[offset] & 0xFF;
    if (first >= RTP_FIRST) {
      boolean control = Rtcp.looksLikeRtcp(bytes, offset, length);
      Invariant.holds(control ? rtcp.wrap(bytes, offset, length) : rtp.wrap(bytes, offset, length), "what leaves is RTP or RTCP");
    } else if (first >= 0 && first <= STUN_LAST) {
      Invariant.holds(stun.wrap(bytes, offset, length), "what leaves is STUN");
    }
  }

  @Override
  public void send(Slab slab, InetSocketAddress to) {
    for (int i = 0; i < slab.size(); i++) {
      send(slab.bytes(), slab.offset(i), slab.length(i), to);
    }
  }
}
