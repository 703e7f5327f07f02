package io.ringcast.sfu.api;

import java.util.List;

/**
 * A track as its publisher negotiated it.
 *
 * @param streamId the stream it belongs to: audio and video of one stream are played in sync
 * @param mid the media section's id
 * @param sources one RTP stream a layer, at most three, lowest first where the offer tells
 */
public record PublicationSpec(
    PublicationId id, String streamId, String mid, CodecParameters codec, ExtensionIds extensions, List<StreamSource> sources) {
  /** BIG, MEDIUM and SMALL. */
  public static final int MAX_SOURCES = 3;

  public PublicationSpec {
    sources = List.copyOf(sources);
    if (sources.isEmpty() || sources.size() > MAX_SOURCES) {
      throw new IllegalArgumentException("a publication has 1 to " + MAX_SOURCES + " sources, not " + sources.size());
    }
  }

  /** The same by another name. */
  public PublicationSpec named(PublicationId newId, String newStreamId) {
    return new PublicationSpec(newId, newStreamId, mid, codec, extensions, sources);
  }

  public MediaKind kind() {
    return codec.codec().kind();
  }
}
