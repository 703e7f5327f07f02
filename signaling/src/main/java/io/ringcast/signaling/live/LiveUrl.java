package io.ringcast.signaling.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a live stream is played, as paths of this server.
 *
 * @param expiresAtMs until then; null for ever
 */
public record LiveUrl(String flv, String hls, @Nullable Long expiresAtMs) {
  private static final String FLV = "video/x-flv";
  private static final String HLS = "application/vnd.apple.mpegurl";

  /** As headers tell it: RFC 8288. */
  public List<String> links(String relation) {
    return List.of(link(flv, relation, FLV), link(hls, relation, HLS));
  }

  private static String link(String path, String relation, String type) {
    return "<" + path + ">; rel=\"" + relation + "\"; type=\"" + type + "\"";
  }
}
