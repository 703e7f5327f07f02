package io.ringcast.signaling.mix;

import io.ringcast.signaling.push.PushFaultException;
import io.ringcast.signaling.push.PushList;
import io.ringcast.signaling.push.Pushers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a mix's document says of other servers, {@code output.cdn[].pushurl}. */
final class ListedPushes {
  private static final String OUTPUT = "output";
  private static final String CDN = "cdn";

  private ListedPushes() {}

  /** Where to; null when a document that was found good says nothing of it. */
  static @Nullable List<Pushers.Target> read(JsonNode document, PushList list) throws MixFaultException {
    JsonNode listed = document.path(OUTPUT).path(CDN);
    if (!listed.isArray()) {
      return null;
    }
    List<Pushers.Target> targets = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      try {
        targets.add(list.read(listed.get(i).path("pushurl").asString("")));
      } catch (PushFaultException e) {
        throw new MixFaultException(OUTPUT + "." + CDN + "[" + i + "].pushurl", e.detail());
      }
    }
    return targets;
  }

  /** The document as it may be shown: the addresses hold keys. Sent again like that, it leaves the pushes as they are. */
  static JsonNode shown(JsonNode document) {
    if (!document.path(OUTPUT).has(CDN)) {
      return document;
    }
    JsonNode copy = document.deepCopy();
    if (copy.get(OUTPUT) instanceof ObjectNode output) {
      output.remove(CDN);
    }
    return copy;
  }
}
