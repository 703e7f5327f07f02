package io.ringcast.signaling.session;

import io.ringcast.sfu.api.PublicationSpec;
import java.util.List;

/**
 * What one participant publishes: at most one audio and one video.
 *
 * @param cname the RTCP canonical name under which its viewers get it, told to nobody else
 */
public record Stream(String streamId, String userId, String cname, List<PublicationSpec> publications) {
  public Stream {
    publications = List.copyOf(publications);
  }

  /** A user's stream that is called so. */
  public static String idOf(String userId, String tag) {
    return userId + "_" + tag;
  }
}
