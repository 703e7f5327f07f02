package io.ringcast.sfu.ingress;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells one peer's packets apart (RFC 8843 section 9.2): by SSRC where it is known or was announced, else by MID with RID or repaired RID
 * (RFC 8852), by MID alone, or by the payload type when only one publication has it.
 */
final class StreamTable {
  /** SSRCs known at a time; sources of further publications are refused. */
  static final int MAX_SSRCS = 128;
  private static final int FEW_SSRCS = 8;

  /** What one SSRC carries. */
  record Binding(ReceivedStream stream, boolean retransmission) {
    boolean isAnnounced() {
      return (retransmission ? stream.source().rtxSsrc() : stream.source().ssrc()) != StreamSource.UNKNOWN;
    }
  }

  private final List<Publication> publications = new ArrayList<>();
  private int[] ssrcs = {};
  private @Nullable Binding[] bindings = {};
  private int size;
  private ExtensionIds extensions = ExtensionIds.NONE;

  List<Publication> publications() {
    return publications;
  }

  /** The extension ids of all media sections: within a bundle an id means the same everywhere (RFC 8843). */
  ExtensionIds extensions() {
    return extensions;
  }

  void add(Publication publication, long nowNs) {
    publications.add(publication);
    gatherExtensions();
    for (ReceivedStream stream : publication.streams()) {
      StreamSource source = stream.source();
      if (source.ssrc() != StreamSource.UNKNOWN) {
        bind((int) source.ssrc(), new Binding(stream, false), nowNs);
      }
      if (source.rtxSsrc() != StreamSource.UNKNOWN) {
        bind((int) source.rtxSsrc(), new Binding(stream, true), nowNs);
      }
    }
  }

  void remove(Publication publication) {
    publications.remove(publication);
    gatherExtensions();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      Binding binding = bindings[i];
      if (binding != null && binding.stream().publication() != publication) {
        ssrcs[kept] = ssrcs[i];
        bindings[kept] = binding;
        kept++;
      }
    }
    Arrays.fill(bindings, kept, size, null);
    size = kept;
  }

  @Nullable Binding find(int ssrc) {
    int index = Arrays.binarySearch(ssrcs, 0, size, ssrc);
    return index < 0 ? null : bindings[index];
  }

  /** Has the SSRC carry a stream, instead of the one that carried it before; false when the table is full. */
  boolean bind(int ssrc, Binding binding, long nowNs) {
    ReceivedStream stream = binding.stream();
    if (binding.retransmission() ? stream.isRtxBound() : stream.isBound()) {
      unbind(binding.retransmission() ? stream.rtxSsrc() : stream.ssrc());
    }
    if (!binding.retransmission() && stream.isRtxBound() && stream.log().started()) {
      unbind(stream.rtxSsrc());
    }
    int index = Arrays.binarySearch(ssrcs, 0, size, ssrc);
    if (index < 0) {
      if (size == MAX_SSRCS) {
        return false;
      }
      if (size == ssrcs.length) {
        int room = Math.clamp(2L * size, FEW_SSRCS, MAX_SSRCS);
        ssrcs = Arrays.copyOf(ssrcs, room);
        bindings = Arrays.copyOf(bindings, room);
      }
      index = -index - 1;
      System.arraycopy(ssrcs, index, ssrcs, index + 1, size - index);
      System.arraycopy(bindings, index, bindings, index + 1, size - index);
      ssrcs[index] = ssrc;
      size++;
    }
    bindings[index] = binding;
    if (binding.retransmission()) {
      stream.bindRtx(ssrc);
    } else {
      stream.bind(ssrc, nowNs);
    }
    return true;
  }

  /** What a packet of an unknown SSRC says it is; null when it does not say, or names nothing we know. */
  @Nullable Binding identify(RtpView rtp) {
    int payloadType = rtp.payloadType();
    if (!find(rtp, HeaderExtension.MID)) {
      return identifyWithoutMid(rtp, payloadType);
    }
    for (Publication publication : publications) {
      if (isElement(rtp, publication.spec().mid())) {
        return carries(publication, payloadType) ? within(publication, rtp, payloadType) : null;
      }
    }
    return null;
  }

  /** Streams whose SSRC was announced are not taken over this way: the packet may be a late one of a publication that has ended. */
  private @Nullable Binding identifyWithoutMid(RtpView rtp, int payloadType) {
    Binding only = null;
    for (Publication publication : publications) {
      Binding candidate = carries(publication, payloadType) ? within(publication, rtp, payloadType) : null;
      candidate = candidate == null || candidate.isAnnounced() ? null : candidate;
      if (candidate != null && only != null) {
        return null;
      }
      only = candidate == null ? only : candidate;
    }
    return only;
  }

  private @Nullable Binding within(Publication publication, RtpView rtp, int payloadType) {
    boolean retransmission = payloadType == publication.spec().codec().rtxPayloadType();
    ReceivedStream[] streams = publication.streams();
    if ((retransmission && find(rtp, HeaderExtension.REPAIRED_RID)) || find(rtp, HeaderExtension.RID)) {
      for (ReceivedStream stream : streams) {
        if (isElement(rtp, stream.source().rid())) {
          return new Binding(stream, retransmission);
        }
      }
      return null;
    }
    return streams.length == 1 ? new Binding(streams[0], retransmission) : null;
  }

  private boolean find(RtpView rtp, HeaderExtension extension) {
    int id = extensions.id(extension);
    return id != 0 && rtp.findExtension(id);
  }

  private void unbind(int ssrc) {
    int index = Arrays.binarySearch(ssrcs, 0, size, ssrc);
    if (index >= 0) {
      size--;
      System.arraycopy(ssrcs, index + 1, ssrcs, index, size - index);
      System.arraycopy(bindings, index + 1, bindings, index, size - index);
      bindings[size] = null;
    }
  }

  private void gatherExtensions() {
    Map<HeaderExtension, Integer> all = new EnumMap<>(HeaderExtension.class);
    for (Publication publication : publications) {
      publication.spec().extensions().asMap().forEach(all::putIfAbsent);
    }
    extensions = new ExtensionIds(all);
  }

  private static boolean carries(Publication publication, int payloadType) {
    CodecParameters codec = publication.spec().codec();
    return payloadType == codec.payloadType() || payloadType == codec.rtxPayloadType() || payloadType == codec.redPayloadType();
  }

  /** Compares the element found last with an ASCII text. */
  private static boolean isElement(RtpView rtp, String text) {
    if (text.isEmpty() || rtp.extensionLength() != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (rtp.bytes()[rtp.extensionOffset() + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
