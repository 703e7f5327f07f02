package io.ringcast.client.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scripted peer needs to know of an SDP answer (RFC 8829).
 *
 * @param candidates by UDP
 * @param tcpCandidates by TCP, passive
 * @param setup the answerer's DTLS role: {@code active} or {@code passive}
 */
public record Answer(
  String ufrag, String password, String hash, String fingerprint, String setup, List<InetSocketAddress> candidates,
  List<InetSocketAddress> tcpCandidates, List<Section> sections) {

  /** One codec of a section; {@code apt} is the primary's payload type for RTX and -1 for others. */
  public record Payload(int type, String codec, int clockRate, int apt) {}

  /**
   * One media section.
   *
   * @param payloads in the order of the media line
   * @param extensions header extension URI to id
   * @param ssrcs in their order; for a section with RTX the primary comes first
   * @param stream the media stream its track belongs to (RFC 8830); empty where there is none
   */
  public record Section(String kind, String mid, int port, String direction, List<Payload> payloads, Map<String, Integer> extensions,
    List<Integer> ssrcs, List<String> rids, String stream) {

    /** The first codec that is not RTX. */
    public Optional<Payload> primary() {
      return payloads.stream().filter(payload -> payload.apt() < 0).findFirst();
    }

    public Optional<Payload> rtx() {
      return payloads.stream().filter(payload -> payload.apt() >= 0).findFirst();
    }

    /** The id of an extension; 0, which no element has, when it was not negotiated. */
    public int extension(String uri) {
      return extensions.getOrDefault(uri, 0);
    }

    public boolean rejected() {
      return port == 0 || "inactive".equals(direction);
    }
  }

  /** The first section of a kind that was not rejected. */
  public Optional<Section> section(String kind) {
    return sections.stream().filter(section -> section.kind().equals(kind) && !section.rejected()).findFirst();
  }

  /** An offer of theirs as whoever takes it in the active role sees it. */
  public Answer takenActively() {
    return new Answer(ufrag, password, hash, fingerprint, "passive", candidates, tcpCandidates, sections);
  }

  /** The same answer after an ICE restart. */
  public Answer with(IceRenewal ice) {
    return new Answer(ice.ufrag(), ice.password(), hash, fingerprint, setup, ice.candidates(), tcpCandidates, sections);
  }

  /** The same answer with its media reached by another way: a relay. */
  public Answer via(InetSocketAddress relay) {
    return at(List.of(relay));
  }

  /** The same answer with other candidates by UDP. */
  public Answer at(List<InetSocketAddress> others) {
    return new Answer(ufrag, password, hash, fingerprint, setup, others, tcpCandidates, sections);
  }
}
