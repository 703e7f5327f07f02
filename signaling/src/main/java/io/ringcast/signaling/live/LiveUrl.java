package io.ringcast.signaling.live;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a live stream is played: absolute, or paths of this server where it does not know its own address.
 *
 * @param rtmp null where nobody plays by RTMP, or for paths
 * @param whep takes a room token in a header, and no other
 * @param expiresAtMs until then; null for ever
 */
public record LiveUrl(String flv, String hls, @Nullable String rtmp, String whep, @Nullable Long expiresAtMs) {
  private static final String FLV = "video/x-flv";
  private static final String HLS = "application/vnd.apple.mpegurl";

  /** As headers tell it: RFC 8288. */
  public List<String> links(String relation) {
    List<String> links = new ArrayList<>(List.of(link(flv, relation, FLV), link(hls, relation, HLS)));
    if (rtmp != null) {
      links.add("<" + rtmp + ">; rel=\"" + relation + "\"");
    }
    return links;
  }

  private static String link(String url, String relation, String type) {
    return "<" + url + ">; rel=\"" + relation + "\"; type=\"" + type + "\"";
  }
}
