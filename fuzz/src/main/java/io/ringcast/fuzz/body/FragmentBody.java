package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.signaling.sdp.IceFragment;
import io.ringcast.signaling.sdp.IceFragmentWriter;
import io.ringcast.signaling.sdp.SdpException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** ICE fragments of a PATCH (RFC 8840), with the answer to a restart. */
public final class FragmentBody implements FuzzBody {
  private static final Pattern LINE = Pattern.compile("[a-z]=[^\\r\\n]*");
  private static final LocalTransport LOCAL = new LocalTransport(
    new IceCredentials("ourfrag", "ourpasswordourpasswordour"), new Fingerprint("sha-256", "AB:".repeat(31) + "AB"),
    List.of(new HostCandidate("127.0.0.1", 7882, TransportProtocol.UDP)));

  @Override
  public void take(byte[] input) {
    IceFragment fragment;
    try {
      fragment = IceFragment.parse(new String(input, StandardCharsets.UTF_8));
    } catch (SdpException e) {
      return;
    }
    if (fragment.ice() == null) {
      return;
    }
    String answer = IceFragmentWriter.answer(fragment, LOCAL);
    for (String line : answer.split("\r\n", -1)) {
      Invariant.holds(line.isEmpty() || LINE.matcher(line).matches(), "an answer has lines of SDP only");
    }
    try {
      Invariant.holds(IceFragment.parse(answer).ice() != null, "an answer tells our credentials");
    } catch (SdpException e) {
      throw new IllegalStateException("our own answer is refused: " + answer, e);
    }
  }

  @Override
  public List<byte[]> seeds() {
    String media = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";
    String ice = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";
    String candidate = "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n";
    return List.of(
      ("a=group:BUNDLE 0\r\n" + media + ice + candidate + "a=end-of-candidates\r\n").getBytes(StandardCharsets.UTF_8),
      (ice + media + candidate).getBytes(StandardCharsets.UTF_8),
      (media + candidate).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> words() {
    return List.of("a=ice-ufrag:", "a=ice-pwd:", "a=ice-options:", "m=audio ", "a=mid:", "a=group:BUNDLE ", "a=candidate:",
      "a=end-of-candidates", "\r\n", "\n", " typ host");
  }
}
